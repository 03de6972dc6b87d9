import type { Credential } from "../../domain/credential.ts";
import type { ScanHit, ScanText } from "../../domain/secret-scan.ts";
import { isConfiguration, isManifest } from "./file-kinds.ts";

/** A text that stands where a value should be. */
export interface PlaceholderRule {
  readonly id: string;
  readonly title: string;
  /** The first group, where there is one, is the placeholder. */
  readonly pattern: RegExp;
  readonly where: "configuration" | "manifest";
}

/** What templates and people leave in files that are used as they stand. */
export const PLACEHOLDER_RULES: readonly PlaceholderRule[] = [
  {
    ...{ id: "placeholder-replace-with", title: "placeholder of the Terraform module", where: "configuration" },
    pattern: /\bREPLACE_WITH_[A-Z0-9_]+/g,
  },
  {
    ...{ id: "placeholder-angle", title: "placeholder in angle brackets", where: "configuration" },
    pattern: /<[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+>/g,
  },
  {
    ...{ id: "placeholder-reference", title: "reference that nothing has filled in", where: "manifest" },
    pattern: /^[ \t]*(?:- )?["']?[\w./-]+["']?:[ \t]*["']?(\$\{[A-Z][A-Z0-9_]*\})["']?[ \t]*$/gm,
  },
  {
    ...{ id: "placeholder-word", title: "word in place of a secret", where: "configuration" },
    pattern:
      /(?:secret|token|passw(?:or)?d|passphrase|api_?key|private_?key|client_?secret)["']?[ \t]*[:=][ \t]*["']?(change[-_]?(?:me|it)|replace[-_]?me|fix[-_]?me|todo|tbd|your[-_][\w-]+)["']?[ \t]*(?:(?:,[ \t]*)?$|[#;])/gim,
  },
];

/** The rules that apply to a file. */
export function placeholderRulesFor({ path, text }: ScanText): readonly PlaceholderRule[] {
  if (!isConfiguration(path)) return [];
  const manifest = isManifest(text);
  return PLACEHOLDER_RULES.filter(({ where }) => manifest || where === "configuration");
}

/** What a rule finds in a text, each with the credential that it stands for where that is plain. */
export function* placeholderHits(
  text: string,
  { id, pattern }: PlaceholderRule,
  owners: readonly PlaceholderOwner[],
): Iterable<ScanHit> {
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? match[0];
    const start = match.index + match[0].lastIndexOf(value);
    const credential = ownerOf(lineAt(text, start), value, owners);
    const hit = { rule: id, kind: "placeholder", start, end: start + value.length } as const;
    yield { ...hit, ...(credential === undefined ? {} : { credential }) };
  }
}

/** By what a placeholder is known to be a credential's. */
export interface PlaceholderOwner {
  readonly credential: string;
  /** In lower case: its variables, its places, and how placeholders call it. */
  readonly names: readonly string[];
}

/** How each credential is called where a placeholder stands for it. */
export const placeholderOwners = (credentials: readonly Credential[]): readonly PlaceholderOwner[] =>
  credentials.map(({ id, fields, places }) => ({
    credential: id,
    names: [
      ...fields.map(({ variable }) => variable),
      ...fields.map(({ name }) => `${(id.split("-")[0] ?? id).replaceAll("-", "_")}_${name}`),
      ...(places.azure.form === "json" ? [places.azure.name] : Object.values(places.azure.names)),
      ...[places.aws, places.kubernetes.secret, id.replaceAll("-", "_")],
    ].map((name) => name.toLowerCase()),
  }));

function ownerOf(line: string, value: string, owners: readonly PlaceholderOwner[]): string | undefined {
  const [own, around] = [value.toLowerCase(), line.toLowerCase()];
  const by = (text: string) => owners.find(({ names }) => names.some((name) => text.includes(name)))?.credential;
  return by(own) ?? by(around);
}

/** How much of a line tells whose placeholder it is: a file of one line has as many lines to read as placeholders. */
const AROUND = 300;

function lineAt(text: string, at: number): string {
  const from = Math.max(0, at - AROUND);
  const near = text.slice(from, at + AROUND);
  const [start, end] = [near.lastIndexOf("\n", at - from) + 1, near.indexOf("\n", at - from)];
  return near.slice(start, end === -1 ? near.length : end);
}
