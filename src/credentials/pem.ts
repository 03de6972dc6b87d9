import type { FormatVerdict } from "../domain/credential-format.ts";

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
const LINE_LENGTH = 64;
/** The tag of an ASN.1 SEQUENCE, with which every key begins. */
const SEQUENCE = 0x30;

/**
 * A PEM text in its one usual form, whatever came of it on the way: line breaks that were escaped (`\n`), lost or turned
 * into spaces, or the whole text in base64. Undefined where it holds not exactly one block.
 */
export function normalisePem(text: string): string | undefined {
  const [first, second] = [
    ...decoded(text)
      .replace(/\\r|\r/g, "")
      .replace(/\\n/g, "\n")
      .matchAll(BLOCK),
  ];
  if (first === undefined || second !== undefined) return undefined;
  const [, label = "", inside = ""] = first;
  const headers = inside
    .trim()
    .split("\n")
    .filter((line) => /^[\w-]+: /.test(line.trim()));
  const body = inside
    .split("\n")
    .filter((line) => !headers.includes(line))
    .join("")
    .replace(/\s+/g, "");
  if (headers.length > 0) return undefined;
  const lines = body.match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** What a PEM text is, for a field that wants one of these labels, such as `RSA PRIVATE KEY`. */
export function pemVerdict(text: string, labels: readonly string[]): FormatVerdict {
  if (/Proc-Type:|ENCRYPTED PRIVATE KEY/.test(decoded(text)))
    return wrong("is a private key that is locked with a passphrase");
  const normal = normalisePem(text);
  if (normal === undefined) return wrong("is not one PEM block from -----BEGIN to -----END");
  const [, label = ""] = /-----BEGIN (.+)-----/.exec(normal) ?? [];
  if (!labels.includes(label)) return wrong(`is a PEM block of the kind '${label.toLowerCase()}'`);
  const bytes = bytesOf(normal.split("\n").slice(1, -2).join(""));
  if (bytes === undefined) return wrong("holds what is not base64");
  const told = lengthTold(bytes);
  if (told === undefined) return wrong("does not begin as a key does");
  if (told !== bytes.length) return wrong(`is not whole: it says ${told} bytes and has ${bytes.length}`);
  return { state: "good", kind: label === "RSA PRIVATE KEY" ? "PEM (PKCS#1)" : `PEM (${label.toLowerCase()})` };
}

const wrong = (why: string): FormatVerdict => ({ state: "wrong", why });

/** The text itself, or what it is in base64 when that is a PEM text. */
function decoded(text: string): string {
  if (text.includes("-----BEGIN")) return text;
  const bytes = bytesOf(text.replace(/\s+/g, ""));
  const inner = bytes === undefined ? "" : String.fromCharCode(...bytes);
  return inner.includes("-----BEGIN") ? inner : text;
}

function bytesOf(base64: string): readonly number[] | undefined {
  if (base64 === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  try {
    return [...atob(base64)].map((character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** How many bytes the outermost ASN.1 value has, its own head included. */
function lengthTold([tag, first = 0, ...rest]: readonly number[]): number | undefined {
  if (tag !== SEQUENCE) return undefined;
  if (first < 0x80) return 2 + first;
  const count = first - 0x80;
  if (count < 1 || count > 3 || rest.length < count) return undefined;
  return 2 + count + rest.slice(0, count).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A PEM text in one line, with `\n` for its breaks: no reader of dotenv takes real ones alike, and every library of GitHub Apps takes these. */
export const pemInOneLine = (text: string): string =>
  text.startsWith("-----BEGIN ") ? text.trimEnd().replaceAll("\n", "\\n") : text;
