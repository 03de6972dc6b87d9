import { closest } from "../../domain/closest.ts";
import { printable } from "../../domain/printable.ts";
import type { KeyPath } from "../../domain/yaml-document.ts";
import { isRecord, VAULT_SECTIONS, type VaultSection, type VaultSectionName } from "./document-fields.ts";

/** One thing of a list: its fields as they are written. */
export type VaultEntry = Readonly<Record<string, unknown>>;

/** What Vault is to hold, by list; a list that is left out has nothing. Policies are documents of their own, in HCL. */
export type VaultDocument = { readonly [Name in VaultSectionName]?: readonly VaultEntry[] };

/** Something that is wrong with a document, and the way to it. */
export interface VaultDocumentProblem {
  readonly path: KeyPath;
  readonly says: string;
}

const SECTIONS: readonly (readonly [string, VaultSection])[] = Object.entries(VAULT_SECTIONS);
const NAMES = SECTIONS.map(([name]) => name);

/** True for a value that has the document's shape. */
export const isVaultDocument = (value: unknown): value is VaultDocument => vaultDocumentProblems(value).length === 0;

/** Everything that is wrong with a value that is to be a document. */
export function vaultDocumentProblems(value: unknown): readonly VaultDocumentProblem[] {
  if (!isRecord(value)) return [{ path: [], says: `must be a map with any of ${NAMES.join(", ")}` }];
  return [
    ...unknownNames(value, NAMES, []),
    ...SECTIONS.flatMap(([name, section]) => (name in value ? sectionProblems(name, section, value[name]) : [])),
  ];
}

function sectionProblems(name: string, section: VaultSection, list: unknown): readonly VaultDocumentProblem[] {
  if (!Array.isArray(list)) return [{ path: [name], says: `${name} must be a list` }];
  const keys = list.map((entry: unknown) => (isRecord(entry) ? entry[section.key] : undefined));
  const twice = keys.flatMap((key, at) =>
    key !== undefined && keys.indexOf(key) < at
      ? [{ path: [name, at, section.key], says: `'${printable(String(key))}' is there twice` }]
      : [],
  );
  return [...list.flatMap((entry: unknown, at) => entryProblems(section, entry, [name, at])), ...twice];
}

function entryProblems(section: VaultSection, entry: unknown, path: KeyPath): readonly VaultDocumentProblem[] {
  if (!isRecord(entry)) return [{ path, says: "must be a map" }];
  const fields = Object.entries(section.fields);
  const wrong = fields.flatMap(([name, field]): readonly VaultDocumentProblem[] => {
    if (!Object.hasOwn(entry, name)) return field.optional ? [] : [{ path, says: `'${name}' is missing` }];
    return field.fits(entry[name]) ? [] : [{ path: [...path, name], says: `'${name}' must be ${field.form}` }];
  });
  const names = fields.map(([name]) => name);
  return [...unknownNames(entry, names, path), ...wrong, ...statementProblem(section, entry, path)];
}

function statementProblem(section: VaultSection, entry: VaultEntry, path: KeyPath): readonly VaultDocumentProblem[] {
  if (section !== VAULT_SECTIONS.database_roles || "group" in entry || "creation_statements" in entry) return [];
  return [{ path, says: "'group' or 'creation_statements' must say what its users may do" }];
}

function unknownNames(map: VaultEntry, known: readonly string[], path: KeyPath): readonly VaultDocumentProblem[] {
  return Object.keys(map)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = closest(name, known);
      const hint = near === undefined ? `the names are ${known.join(", ")}` : `'${near}' may be meant`;
      return { path: [...path, name], says: `'${printable(name)}' is no name here; ${hint}` };
    });
}

/** Several documents as one: of things with the same key the last one counts. */
export function mergeVaultDocuments(documents: readonly VaultDocument[]): VaultDocument {
  return Object.fromEntries(
    SECTIONS.map(([name, { key }]) => {
      const entries = documents.flatMap((document) => document[name as VaultSectionName] ?? []);
      return [name, [...new Map(entries.map((entry) => [entry[key], entry])).values()]];
    }),
  );
}

/** Where the documents write a tenant's id. */
const TENANT = "{tenant}";

/** The document with the lists for tenants written out: one key and one secret for each of them. */
export function forTenants(document: VaultDocument, tenants: readonly string[]): VaultDocument {
  const { tenant_keys: keys = [], tenant_secrets: secrets = [], ...rest } = document;
  const each = (entries: readonly VaultEntry[], field: string) =>
    tenants.flatMap((id) => entries.map((entry) => ({ ...entry, [field]: String(entry[field]).replace(TENANT, id) })));
  return {
    ...rest,
    transit_keys: [...(rest.transit_keys ?? []), ...each(keys, "name")],
    secrets: [...(rest.secrets ?? []), ...each(secrets, "path")],
  };
}

/** Seconds of a duration as the document writes it. */
export function secondsOf(duration: string): number {
  const [, count = "0", unit = "s"] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
}
