import { AvbError } from "./errors/avb-error.ts";
import type { FragmentIssue } from "./fragment.ts";
import { REFUSED_KEYS } from "./fragment-rules.ts";
import { printable, printableAscii } from "./printable.ts";
import { formatKeyPath, type KeyPath, type YamlDocument } from "./yaml-document.ts";

/** What a schema found: a value or a key that is not allowed, or keys nobody knows. */
export interface SchemaFinding {
  readonly path: KeyPath;
  readonly atKey: boolean;
  readonly allowed: string;
  readonly got: unknown;
  readonly keys?: readonly string[];
}

/** A finding in words: one issue for a value, one for each unknown key. */
export function describeFinding(finding: SchemaFinding): readonly FragmentIssue[] {
  const { path, atKey, allowed, got } = finding;
  if (finding.keys !== undefined) return finding.keys.map((key) => refusedKey([...path, key], key));
  const name = path.at(-1);
  const what =
    atKey && typeof name === "string" ? `'${printableAscii(name)}' cannot be a name` : `${shown(got)} stands here`;
  return [{ path, atKey, what, allowed: `write ${allowed}` }];
}

function refusedKey(path: KeyPath, key: string): FragmentIssue {
  const [why, allowed] = (Object.hasOwn(REFUSED_KEYS, key) ? REFUSED_KEYS[key] : undefined) ?? [
    "is not a key that a fragment may have",
    "remove it; docs/rendering.md lists the keys",
  ];
  return { path, atKey: true, what: `'${printableAscii(key)}' ${why}`, allowed };
}

function shown(got: unknown): string {
  if (got === undefined || got === null) return "nothing";
  if (Array.isArray(got)) return `a list of ${got.length}`;
  return typeof got === "object" ? "a map" : `'${printable(String(got))}'`;
}

/** The issues as errors with their places, all of them. */
export const fragmentErrors = (issues: readonly FragmentIssue[], document: YamlDocument): readonly AvbError[] =>
  issues.map(({ path, atKey, what, allowed }) => {
    const spot = atKey ? document.placeOfKey(path) : document.placeOf(path);
    return AvbError.of("FRAGMENT_REFUSED", { what, allowed }, { place: { ...spot, keyPath: formatKeyPath(path) } });
  });
