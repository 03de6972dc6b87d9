import type { Credential } from "../domain/credential.ts";
import { nextRotation } from "./due.ts";

/** The tags that every stored credential carries, by the names of the document's Terraform. */
export function tagsOf(credential: Credential, storedAtMs: number): Readonly<Record<string, string>> {
  const { title, category, epic, rotation, quota } = credential;
  const alerts = quota?.limits.alertsUsd;
  return {
    Name: title,
    Category: category,
    Epic: String(epic ?? "-"),
    RotationSchedule: rotation.frequency,
    NextRotation: nextRotation(credential, storedAtMs) ?? "N/A",
    BillingAlert: alerts === undefined ? "N/A" : alerts.map((usd) => `$${usd}`).join(" "),
    Status: "Provisioned",
  };
}
