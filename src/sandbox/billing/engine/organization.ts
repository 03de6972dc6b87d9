import { randomBytes } from "node:crypto";
import { isoSecond, readFields } from "../api/fields.ts";
import type { Billing } from "../billing.ts";
import { ORGANIZATION_FIELDS } from "../records/organization.ts";

/** Makes the one organization, where it is not there yet. */
export function foundOrganization({ tables, idOf, clock }: Billing): void {
  if (tables.organization.all().length > 0) return;
  tables.organization.put({
    lago_id: idOf("organization", "sandbox"),
    name: "AgentVoiceBox sandbox",
    ...readFields(ORGANIZATION_FIELDS, { email: "billing@agentvoicebox.local" }),
    created_at: isoSecond(clock.now()),
    hmac_key: randomBytes(32).toString("base64url"),
  });
}
