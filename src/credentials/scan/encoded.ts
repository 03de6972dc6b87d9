import { lastAtMost } from "../../domain/last-at-most.ts";
import type { ScanHit } from "../../domain/secret-scan.ts";
import { holdsSecretObject } from "./file-kinds.ts";

/** A value that stands in base64: where, and what it is. */
export interface Encoded {
  readonly start: number;
  readonly end: number;
  /** The decoded text, behind the name that it is given to where there is one: `NAME=value`. */
  readonly text: string;
  /** How many characters of the text are that name. */
  readonly lead: number;
}

/** How secrets that tell by themselves begin in base64: `sk-`, `SG.`, `GOCSPX-`, `-----BEGIN`, tokens of GitHub, Slack and Jira. */
const BEGINNINGS = [
  ...["c2st", "U0cu", "R09DU1BY", "LS0tLS1CRUdJ", "Z2hw", "Z2hz", "Z2hv", "Z2h1", "Z2l0aHViX3BhdF", "QVRBVFQz"],
  ...["QVRDVFQz", "aHR0cHM6Ly9ob29rcy5zbGFjay", "eG94", "eGFwcC", "cG9zdGdyZXM", "cmVkaXM6Ly", "cmVkaXNzOi8v", "QUtJQ"],
];

/** The expression that finds one of them, long enough to hold a value. */
export const ENCODED_BEGINNING = new RegExp(`(?<![A-Za-z0-9+/])(?:${BEGINNINGS.join("|")})[A-Za-z0-9+/]{20,}`);

const ANYWHERE = new RegExp(`${ENCODED_BEGINNING.source}={0,2}`, "g");
/** A key of a Secret's data with its value, in YAML or JSON. */
const DATA = /(?:^|[{,\s])["']?([\w.-]+)["']?:\s*["']?([A-Za-z0-9+/]{8,}={0,2})["']?(?=[\s,}]|$)/g;

/** What stands in base64 in a text: the data of a Kubernetes Secret, and what begins as a secret does. */
export function encodedIn(text: string): readonly Encoded[] {
  const named = holdsSecretObject(text)
    ? [...text.matchAll(DATA)].flatMap((match) => {
        const [whole, name = "", value = ""] = match;
        return encoded({ start: match.index + whole.lastIndexOf(value), value, name });
      })
    : [];
  const known = new Set(named.map(({ start }) => start));
  const loose = [...text.matchAll(ANYWHERE)].flatMap(({ 0: value, index }) =>
    known.has(index) ? [] : encoded({ start: index, value, name: "" }),
  );
  return [...named, ...loose];
}

function encoded({ start, value, name }: { start: number; value: string; name: string }): readonly Encoded[] {
  const plain = fromBase64(value);
  if (plain === undefined) return [];
  const lead = name === "" ? "" : `${name.replace(/[-.]/g, "_")}=`;
  return [{ start, end: start + value.length, text: `${lead}${plain}`, lead: lead.length }];
}

/** The UTF-8 text that a base64 text holds; undefined for one that holds anything else. */
function fromBase64(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /[^\t\r\n\x20-\x7e\u00a0-\uffff]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** No rule finds anything across it. */
const GAP = "\n;\n";

/** Every decoded text one behind the other, to be looked through at once. */
export const joined = (all: readonly Encoded[]): string => all.map(({ text }) => text).join(GAP);

/** What was found in the joined texts, by where each stands encoded; a name that a value is given to is no value. */
export function whereEncoded(all: readonly Encoded[], hits: readonly ScanHit[]): readonly ScanHit[] {
  let next = 0;
  const starts = all.map(({ text }) => {
    const start = next;
    next += text.length + GAP.length;
    return start;
  });
  return hits.flatMap((hit): readonly ScanHit[] => {
    const index = lastAtMost(starts, hit.start);
    const [one, from = 0] = [all[index], starts[index]];
    if (one === undefined || hit.start - from < one.lead || hit.end - from > one.text.length) return [];
    const value = one.text.slice(hit.start - from, hit.end - from);
    return [{ ...hit, start: one.start, end: one.end, encoding: "base64", value }];
  });
}
