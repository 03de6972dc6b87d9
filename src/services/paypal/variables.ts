import { literal, platform, unset } from "../../domain/env-value.ts";
import { type EffectiveValues, FROM_VAULT, managed, type Variable } from "../../domain/service.ts";

const UNCONFIGURED = "the settings module requires it; no PayPal credentials are kept here, and this text is not one";
const SAFE = "nobody pays real money from a laptop";
/** What a person put into Vault is used (`paypalForEnv`); the catalogue has what is there before. */
const KEPT = "from Vault (agentvoicebox/backend/paypal) once somebody put it there";

/** A text that no reader can take for a credential. */
const notConfigured: EffectiveValues = managed(literal("not-configured"));

/** Matrix section 4.4. Outside production PayPal stays in its sandbox, and disabled without credentials. */
export const paypalVariables = [
  {
    name: "PAYPAL_CLIENT_ID",
    required: true,
    secret: false,
    documented: { sandbox: "Sandbox ID", live: "Production ID" },
    effective: notConfigured,
    because: { sandbox: UNCONFIGURED, live: `${KEPT}; ${UNCONFIGURED}; ${SAFE}` },
  },
  {
    name: "PAYPAL_CLIENT_SECRET",
    required: true,
    secret: true,
    documented: { sandbox: FROM_VAULT, live: FROM_VAULT },
    effective: notConfigured,
    because: { sandbox: `Vault is bypassed; ${UNCONFIGURED}`, live: `${KEPT}; ${UNCONFIGURED}; ${SAFE}` },
  },
  {
    name: "PAYPAL_ENVIRONMENT",
    required: true,
    default: "sandbox",
    secret: false,
    documented: { sandbox: "`sandbox`", live: "`live`" },
    effective: { running: literal("sandbox"), absent: literal("sandbox"), production: literal("live") },
    because: { live: `live is a development mode: ${SAFE}` },
  },
  {
    name: "PAYPAL_WEBHOOK_ID",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: FROM_VAULT },
    effective: { running: unset, absent: unset, production: platform },
    because: {
      live: `${KEPT}; a webhook needs credentials and an address that PayPal can reach, and a laptop has neither`,
    },
  },
  {
    name: "PAYPAL_ENABLED",
    required: false,
    default: "false",
    secret: false,
    documented: { sandbox: "`false`", live: "`true`" },
    effective: { running: literal("true"), absent: literal("false"), production: literal("true") },
    because: {
      live: "as long as there are no credentials in Vault or the configuration, the application must not try to take payments",
    },
  },
] as const satisfies readonly Variable[];
