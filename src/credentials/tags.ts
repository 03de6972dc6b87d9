import type { Credential } from "../domain/credential.ts";
import { nextRotation } from "./due.ts";

/** Characters that AWS takes in a tag's value (AWS General Reference, "Tag naming limits"); 256 of them at most. */
const NOT_IN_AWS = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** The tags as AWS takes them: amounts without the dollar's sign, anything else that it refuses as `_`. */
export const awsTags = (tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tags).map(([name, text]) => [
      name,
      text
        .replace(/\$(\d+)/g, "$1 USD")
        .replace(NOT_IN_AWS, "_")
        .slice(0, 256),
    ]),
  );

/** What Vault takes in a custom metadata's value: printable text of 1 to 512 bytes (API: kv-v2, "Create/Update Metadata"). */
const VAULT_BYTES = 512;

/** The tags as Vault takes them: what cannot be printed as `_`, nothing as `-`. */
export const vaultTags = (tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tags).map(([name, text]) => [name, cutTo(VAULT_BYTES, text.replace(NOT_PRINTED, "_")) || "-"]),
  );

/** Go prints letters, marks, numbers, punctuation, symbols and the plain space. */
const NOT_PRINTED = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

function cutTo(bytes: number, text: string): string {
  let length = 0;
  let kept = "";
  for (const character of text) {
    length += new TextEncoder().encode(character).length;
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}

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
