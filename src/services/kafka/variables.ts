import { hostPort, literal, platform, unset } from "../../domain/env-value.ts";
import { managed, type Variable } from "../../domain/service.ts";

const REQUIRED = "the settings module requires it even while Kafka is off";

/** Matrix section 4.7. In production the platform decides, since section 3.3 makes Kafka optional. */
export const kafkaVariables = [
  {
    name: "KAFKA_BOOTSTRAP_SERVERS",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "-" },
    effective: managed(hostPort("kafka", "broker")),
    because: {
      sandbox: `${REQUIRED}: the address Kafka would have`,
      live: `${REQUIRED}: the address Kafka would have`,
    },
  },
  {
    name: "KAFKA_CONSUMER_GROUP",
    required: true,
    secret: false,
    documented: { sandbox: "-", live: "-" },
    effective: managed(literal("agentvoicebox-backend")),
    because: {
      sandbox: `${REQUIRED}: the group the backend would join`,
      live: `${REQUIRED}: the group the backend would join`,
    },
  },
  {
    name: "KAFKA_ENABLED",
    required: false,
    default: "false",
    secret: false,
    documented: { sandbox: "`false`", live: "`false`" },
    effective: { running: literal("true"), absent: literal("false"), production: platform },
  },
  {
    name: "KAFKA_SECURITY_PROTOCOL",
    required: false,
    default: "PLAINTEXT",
    secret: false,
    documented: { sandbox: "-", live: "-" },
    effective: { running: literal("PLAINTEXT"), absent: unset, production: platform },
  },
] as const satisfies readonly Variable[];
