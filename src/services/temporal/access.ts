import type { AccessFact } from "../../domain/access.ts";
import { hostPort, url } from "../../domain/env-value.ts";

/** The frontend that workers connect to, and the page that shows workflows. */
export const temporalAccess: readonly AccessFact[] = [
  { kind: "connection", label: "frontend", value: hostPort("temporal", "grpc") },
  { kind: "url", label: "page", value: url("temporal", "ui"), page: true },
];
