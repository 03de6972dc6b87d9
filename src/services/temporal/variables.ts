import { hostPort, literal } from "../../domain/env-value.ts";
import { always, managed, type Variable } from "../../domain/service.ts";

/** Matrix section 4.5. */
export const temporalVariables = [
  {
    name: "TEMPORAL_HOST",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "`temporal:7233`" },
    effective: managed(hostPort("temporal", "grpc")),
    because: {
      sandbox:
        "the settings module requires it: the address Temporal would have; TEMPORAL_ENABLED=false says that it is away",
    },
  },
  {
    name: "TEMPORAL_NAMESPACE",
    required: true,
    secret: false,
    documented: { sandbox: "`agentvoicebox`", live: "`agentvoicebox`" },
    effective: always(literal("agentvoicebox")),
  },
  {
    name: "TEMPORAL_TASK_QUEUE",
    required: true,
    secret: false,
    documented: { sandbox: "`default`", live: "`default`" },
    effective: always(literal("default")),
  },
  {
    name: "TEMPORAL_ENABLED",
    required: false,
    default: "true",
    secret: false,
    documented: { sandbox: "`false`", live: "`true`" },
    effective: { running: literal("true"), absent: literal("false"), production: literal("true") },
  },
] as const satisfies readonly Variable[];
