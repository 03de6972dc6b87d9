import { literal, url } from "../../domain/env-value.ts";
import { always, managed, type Variable } from "../../domain/service.ts";
import { DECISION_PATH } from "./rules.ts";

/** Matrix section 4.6. */
export const opaVariables = [
  {
    name: "OPA_URL",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "`http://opa:8181`" },
    effective: managed(url("opa", "http")),
    because: {
      sandbox:
        "the settings module requires it: the address OPA would have; OPA_ENABLED=false says that nobody asks it",
    },
  },
  {
    name: "OPA_DECISION_PATH",
    required: true,
    secret: false,
    documented: { sandbox: "`/v1/data/agentvoicebox/allow`", live: "Same" },
    effective: always(literal(DECISION_PATH)),
  },
  {
    name: "OPA_TIMEOUT_SECONDS",
    required: false,
    default: "3",
    secret: false,
    documented: { sandbox: "`3`", live: "`3`" },
    effective: always(literal("3")),
  },
  {
    name: "OPA_ENABLED",
    required: false,
    default: "true",
    secret: false,
    documented: { sandbox: "`false`", live: "`true`" },
    effective: { running: literal("true"), absent: literal("false"), production: literal("true") },
  },
] as const satisfies readonly Variable[];
