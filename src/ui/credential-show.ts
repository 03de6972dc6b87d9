import type { Credential } from "../domain/credential.ts";
import { textTable } from "./table.ts";

/** What is shown of a credential. */
interface Shown {
  readonly environment: string;
  readonly credential: Credential;
  readonly places: Readonly<Record<string, string>>;
  readonly forms: Readonly<Record<string, string>>;
}

/** A credential for people: facts, fields, places, and what is not as the document has it. */
export function credentialPage({ credential, places, forms, environment }: Shown): string {
  const { title, category, epic, status, rotation, quota, scopes = [], corrections = [] } = credential;
  const facts = [
    ["Category", category],
    ["Epic", String(epic ?? "-")],
    ["Status", status],
    ["Rotation", `${rotation.frequency}, next ${rotation.next}, by ${rotation.owner}: ${rotation.procedure}`],
    ...(quota === undefined ? [] : [["Quota", `${quota.rate}; ${quota.monthly}; ${quota.control}`]]),
    ...(scopes.length === 0 ? [] : [["Scopes", scopes.join(", ")]]),
    ...corrections.map(({ column, now, because }) => ["Today", `${column}: ${now} (${because})`]),
  ];
  const fields = credential.fields.map(({ name, variable, secret, optional }) => [
    ...[name, variable, secret ? "yes" : "no", optional ? "no" : "yes"],
    forms[name] ?? "",
  ]);
  return [
    `${title} (${credential.id})`,
    ...facts.map(([label = "", text = ""]) => `${label.padEnd(10)}${text}`),
    "",
    textTable(["Field", "Variable", "Secret", "Required", "Form"], fields),
    "",
    textTable([`Place in ${environment}`, "Name"], Object.entries(places)),
  ].join("\n");
}
