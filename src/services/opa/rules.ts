import type { AccessRule, DecisionInput } from "../../domain/permissions.ts";

/** Matrix section 6.1: where a decision is asked for. */
export const DECISION_PATH = "/v1/data/agentvoicebox/allow";

/** Matrix section 6.2: the shape of a question, with the document's sample values. */
export const sampleInput: DecisionInput = {
  user: { id: "uuid", roles: ["admin", "user"], tenant_id: "uuid" },
  resource: { type: "voice_session", id: "uuid", tenant_id: "uuid" },
  action: "create",
};

/** Matrix section 6.3: who may do what. */
export const accessRules = [
  { resource: "tenant", action: "read", roles: [] },
  { resource: "tenant", action: "update", roles: ["tenant_admin"] },
  { resource: "user", action: "read", relation: "self", roles: ["admin"] },
  { resource: "user", action: "delete", roles: ["admin"] },
  { resource: "voice_session", action: "create", roles: ["user", "admin"] },
  { resource: "voice_session", action: "read", relation: "owner", roles: ["admin"] },
  { resource: "billing", action: "read", roles: ["billing_admin", "admin"] },
  { resource: "billing", action: "update", roles: ["admin"] },
] as const satisfies readonly AccessRule[];
