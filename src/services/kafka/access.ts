import type { AccessFact } from "../../domain/access.ts";
import { hostPort } from "../../domain/env-value.ts";

/** The broker. */
export const kafkaAccess: readonly AccessFact[] = [
  { kind: "connection", label: "bootstrap server", value: hostPort("kafka", "broker") },
];
