import type { Environment } from "../domain/credential.ts";
import type { FieldFormat, FormatVerdict } from "../domain/credential-format.ts";
import { isLoopbackHost } from "../domain/loopback.ts";
import { FORMATS, type FormatRow } from "./formats.ts";
import { normalisePem, pemVerdict } from "./pem.ts";
import { placeholderIn, slipIn, strangerIn } from "./slips.ts";

type Parsed = NonNullable<FormatRow["parsed"]>;

const PRIVATE_KEYS = ["RSA PRIVATE KEY", "PRIVATE KEY"];
const SIGNING_KEYS = [...PRIVATE_KEYS, "EC PRIVATE KEY"];
/** Forms of what people name themselves. */
const NAMES: ReadonlySet<FieldFormat> = new Set(["name", "host", "channel"]);
const SHORTEST_KEY = 32;
const SHORTEST_SECRET = 20;
/** Fewer bits than these, estimated from how often each character stands there, are guessed. */
const LEAST_BITS = 80;

const good = (kind: string, note?: string): FormatVerdict => ({
  ...{ state: "good", kind },
  ...(note === undefined ? {} : { note }),
});
const wrong = (why: string): FormatVerdict => ({ state: "wrong", why });

/**
 * Says whether a value has the form that its field wants, without a word of the value. In production a database of this
 * very machine is wrong.
 */
export function judgeFormat(format: FieldFormat, text: string, environment?: Environment): FormatVerdict {
  if (text === "") return wrong("is empty");
  const placeholder = placeholderIn(text, NAMES.has(format));
  if (placeholder !== undefined) return { state: "placeholder", why: placeholder };
  const { expected, shapes, parsed } = FORMATS[format];
  const slip = parsed === "pem" || isPem(format, text) ? undefined : slipIn(text);
  if (slip !== undefined) return wrong(slip);
  if (parsed !== undefined) return explained(PARSERS[parsed](text, environment), expected, text);
  if (format === "host" && environment === "production" && isLoopbackHost(text))
    return wrong("is this very machine in production");
  const found = shapes.find(({ matches }) => matches.test(text));
  return found === undefined ? explained(wrong("has another form"), expected, text) : good(found.kind, found.note);
}

/** The value in its one usual form: a PEM text with real line breaks; everything else as it is. */
export const normalised = (format: FieldFormat, text: string): string =>
  format === "rsa-private-key" || isPem(format, text) ? (normalisePem(text) ?? text) : text;

const isPem = (format: FieldFormat, text: string): boolean => format === "signing-key" && text.includes("-----BEGIN ");

function explained(verdict: FormatVerdict, expected: string, text: string): FormatVerdict {
  if (verdict.state !== "wrong") return verdict;
  const stranger = strangerIn(text);
  return wrong(
    `${verdict.why === "has another form" && stranger !== undefined ? stranger : verdict.why}; expected ${expected}`,
  );
}

const PARSERS: Readonly<Record<Parsed, (text: string, environment?: Environment) => FormatVerdict>> = {
  pem: (text) => pemVerdict(text, PRIVATE_KEYS),
  "signing-key": signingKey,
  entropy: (text) => randomText(text, SHORTEST_SECRET, "secret"),
  port: (text) => (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535 ? good("port") : wrong("has another form")),
  "https-url": (text) => addressVerdict(text, ["https:"]),
  "postgres-url": (text, environment) => connection(text, ["postgres:", "postgresql:"], environment),
  "redis-url": (text, environment) => connection(text, ["redis:", "rediss:"], environment),
};

function signingKey(text: string): FormatVerdict {
  if (text.includes("-----BEGIN ")) return pemVerdict(text, SIGNING_KEYS);
  return text.startsWith("{") ? jwkVerdict(text) : randomText(text, SHORTEST_KEY, "HS256 key");
}

function jwkVerdict(text: string): FormatVerdict {
  const jwk = objectIn(text);
  if (jwk === undefined) return wrong("begins as a JWK and is not JSON");
  if (jwk.kty === "oct" && typeof jwk.k === "string")
    return (jwk.k.length * 6) / 8 >= SHORTEST_KEY
      ? good("JWK (oct)")
      : wrong(`is a key of fewer than ${SHORTEST_KEY} bytes`);
  if (typeof jwk.kty === "string" && typeof jwk.d === "string") return good(`JWK (${jwk.kty})`);
  return wrong("is a JWK without its private part");
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value instanceof Object ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function randomText(text: string, shortest: number, kind: string): FormatVerdict {
  const { length } = new TextEncoder().encode(text);
  if (length < shortest) return wrong(`has ${length} bytes`);
  return bitsOf(text) < LEAST_BITS ? wrong("repeats itself: it was not made by chance") : good(kind);
}

/** Shannon's estimate for the whole text. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const all = [...text].length;
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / all), 0);
}

function addressVerdict(text: string, schemes: readonly string[]): FormatVerdict {
  if (!URL.canParse(text)) return wrong("is not an address");
  const { protocol, hostname, username, password } = new URL(text);
  if (!schemes.includes(protocol)) return wrong(`begins with ${protocol}//`);
  if (hostname === "") return wrong("names no host");
  return username + password === "" ? good("address") : wrong("holds a password");
}

function connection(text: string, schemes: readonly string[], environment?: Environment): FormatVerdict {
  if (!URL.canParse(text)) return wrong("is not an address");
  const { protocol, hostname, password } = new URL(text);
  if (!schemes.includes(protocol)) return wrong(`begins with ${protocol}//`);
  if (hostname === "") return wrong("names no host");
  if (password === "")
    return environment === "dev" ? good("connection address", "without a password") : wrong("has no password");
  const held = placeholderIn(decodeURIComponent(password));
  if (held !== undefined) return { state: "placeholder", why: `has a password that ${held}` };
  if (environment === "production" && isLoopbackHost(hostname)) return wrong("names this very machine in production");
  return good("connection address");
}
