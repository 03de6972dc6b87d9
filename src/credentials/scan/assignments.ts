import type { Credential, CredentialField } from "../../domain/credential.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";
import type { ScanHit } from "../../domain/secret-scan.ts";
import { judgeFormat } from "../judge-format.ts";
import { isExample, looksDrawn } from "./examples.ts";

/** Who a variable belongs to. */
export interface VariableOwner {
  readonly credential?: string;
  readonly field: CredentialField;
}

/** Forms that rules of their own find wherever they stand. */
const TOLD_BY_FORM: ReadonlySet<FieldFormat> = new Set(["rsa-private-key", "postgres-url", "redis-url"]);
/** Forms that say so little that the text itself must look drawn. */
const LOOSE: ReadonlySet<FieldFormat> = new Set(["password", "text", "long-secret", "signing-key"]);

/** Variables that programs everywhere read, though the catalogue has them not. */
const COMMON = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_CLIENT_SECRET"].map(
  (variable): readonly [string, VariableOwner] => [
    variable.toLowerCase(),
    { field: { name: variable.toLowerCase(), variable, secret: true, format: "long-secret" } },
  ],
);

/** The credentials' variables in lower case and those common to all, with their owners; the first of two that share one. */
export function variablesOf(credentials: readonly Credential[]): ReadonlyMap<string, VariableOwner> {
  const owners = new Map(COMMON);
  for (const { id, fields } of credentials)
    for (const field of fields) {
      const name = field.variable.toLowerCase();
      if (!owners.has(name)) owners.set(name, { credential: id, field });
    }
  return owners;
}

/** What may stand between a name and its value: in programs, YAML, JSON, TOML, Terraform, lists of `name` and `value`. */
const BETWEEN = String.raw`\\?["'\x60]?\]?(?:\s*:\s*[|>][-+]?[^\S\n]*\n\s*|\s*(?::=|=>|=(?!=)|:)\s*|\s*(?:,\s*)?["']?value["']?\s*[:=]\s*)`;
const VALUE = String.raw`(?:\\?"((?:[^"\\\n]|\\(?!"))[^"\n]{5,4095}?)\\?"|'([^'\n]{6,4096})'|\x60([^\x60\n]{6,4096})\x60|([^\s"'\x60,;#)\]}\\]{6,4096}))`;

/** The expression that finds an assignment to one of these variables, with the name and the value in its four forms. */
export function assignmentsTo(names: Iterable<string>): RegExp {
  const longest = [...names].sort((one, other) => other.length - one.length);
  return new RegExp(`(?<![A-Za-z0-9])(?:[A-Za-z]+_){0,3}?(${longest.join("|")})${BETWEEN}${VALUE}`, "gi");
}

/** What an assignment to a credential's variable gives, wherever the form of its value does not tell by itself. */
export function* assignedHits(
  text: string,
  finder: RegExp,
  owners: ReadonlyMap<string, VariableOwner>,
): Iterable<ScanHit> {
  for (const match of text.matchAll(finder)) {
    const [whole, name = "", ...forms] = match;
    const value = forms.find((one) => one !== undefined) ?? "";
    const owner = owners.get(name.toLowerCase());
    if (owner === undefined || !isValue(owner.field, value)) continue;
    const start = match.index + whole.lastIndexOf(value);
    const { credential } = owner;
    const hit = { rule: "assigned", kind: "secret", start, end: start + value.length } as const;
    yield credential === undefined ? hit : { ...hit, credential };
  }
}

function isValue({ format, secret }: CredentialField, value: string): boolean {
  if (!secret || TOLD_BY_FORM.has(format)) return false;
  if (judgeFormat(format, value).state !== "good") return false;
  return LOOSE.has(format) || /^[\w-]+$/.test(value) ? looksDrawn(value) : !isExample(value);
}
