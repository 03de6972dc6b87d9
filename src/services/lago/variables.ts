import { literal, secret, unset, url } from "../../domain/env-value.ts";
import { FROM_VAULT, managed, type Variable } from "../../domain/service.ts";

/** Matrix section 4.3. */
export const lagoVariables = [
  {
    name: "LAGO_API_URL",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "`http://localhost:63690`" },
    effective: managed(url("lago", "api")),
    because: {
      sandbox: "the settings module requires it: the billing API that the sandbox server offers",
      live: { container: "inside a container localhost is that container itself" },
    },
  },
  {
    name: "LAGO_API_KEY",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: FROM_VAULT },
    effective: managed(secret("lago/api-key")),
    because: { sandbox: "the sandbox's billing API asks for a key as Lago does" },
  },
  {
    name: "LAGO_WEBHOOK_SECRET",
    required: false,
    secret: true,
    documented: { sandbox: "-", live: FROM_VAULT },
    effective: managed(secret("lago/webhook-secret"), unset),
  },
  {
    name: "LAGO_MOCK",
    required: false,
    default: "false",
    secret: false,
    documented: { sandbox: "`true`", live: "`false`" },
    effective: { running: literal("false"), absent: literal("true"), production: literal("false") },
  },
] as const satisfies readonly Variable[];
