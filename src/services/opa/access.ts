import type { AccessFact } from "../../domain/access.ts";

const http = { kind: "endpoint", service: "opa", port: "http", form: "url", scheme: "http" } as const;

/** The policy engine and the decision the application asks for. */
export const opaAccess: readonly AccessFact[] = [
  { kind: "url", label: "decision", value: { ...http, path: "/v1/data/agentvoicebox/allow" }, page: true },
];
