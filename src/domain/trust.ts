import { type Config, type ConfigFile, type LoadedConfig, TRUSTED_KEYS, type TrustedKey } from "./config.ts";
import { TRUSTED_EFFECTS } from "./config-keys.ts";
import { isMap } from "./config-layers.ts";
import { AvbError, AvbErrors } from "./errors/avb-error.ts";
import { hookWords } from "./hook.ts";
import { printable } from "./printable.ts";
import { rotationWords } from "./rotation-wish.ts";
import { looksSecret } from "./secret-looking.ts";
import { isListOf, isRecordOf, isText, isWord, readJson } from "./shape.ts";

/** What a person allowed once: these files, with this content, in this place. */
export interface Grant {
  readonly root: string;
  readonly hash: string;
  readonly files: readonly ConfigFile[];
  /** What the files did then, to show what has changed since. */
  readonly effects: readonly string[];
  /** ISO 8601. */
  readonly grantedAt: string;
}

/** What a checkout's files would make avb do, and whether they may. */
export interface TrustView {
  readonly root: string;
  readonly trusted: boolean;
  /** Allows exactly this elsewhere, as AVB_TRUST. */
  readonly hash: string;
  /** Paths the hash covers. */
  readonly files: readonly string[];
  readonly effects: readonly string[];
  /** Against what was allowed before; equal to `effects` and empty when nothing was. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The sha256 that stands for a place and the content of every file that is trusted there (direnv's rule: path and content). */
export function grantHash(root: string, files: readonly ConfigFile[], sha256: (text: string) => string): string {
  const sorted = files.map(({ path, sha256: digest }) => [path, digest]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(["avb trust 1", root, sorted]));
}

/** The grant in a text that avb wrote; undefined for anything else, which trusts nothing. */
export const parseGrant = (text: string): Grant | undefined => readJson(text, isGrant);

const isGrant = isRecordOf<Grant>({
  root: isWord,
  hash: isWord,
  files: isListOf(isRecordOf<ConfigFile>({ path: isWord, sha256: isWord })),
  effects: isListOf(isText),
  grantedAt: isText,
});

/** The keys that need trust and say something. */
export const keysInNeed = (config: Config): readonly TrustedKey[] =>
  TRUSTED_KEYS.filter((key) => (isMap(config[key]) ? Object.keys(config[key]).length > 0 : config[key] !== undefined));

/** Stops a command that would act on a key which the person has not allowed: NOT_TRUSTED for each, with its place. */
export function requireTrust({ loaded }: { readonly loaded: LoadedConfig }, keys: readonly TrustedKey[]): void {
  const [first, ...rest] = keys
    .filter((key) => loaded.untrusted.includes(key))
    .map((key) => {
      const place = loaded.places?.[key];
      return AvbError.of("NOT_TRUSTED", { key, effect: TRUSTED_EFFECTS[key] }, place === undefined ? {} : { place });
    });
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
}

/** Everything the trusted keys let the files do, one line each: `hooks.after_usable: npm run migrate`; secrets are not shown. */
export const effectsOf = (config: Config): readonly string[] =>
  keysInNeed(config).flatMap((key) => linesOf(key, config[key]));

function linesOf(name: string, value: unknown): readonly string[] {
  if (isMap(value)) return Object.entries(value).flatMap(([key, part]) => linesOf(`${name}.${key}`, part));
  if (!Array.isArray(value)) return [`${printable(name, LINE)}: ${shown(name, String(value))}`];
  if (value.some((part) => typeof part === "object"))
    return value.flatMap((part, index) => linesOf(`${name}[${index}]`, part));
  return [`${printable(name, LINE)}: ${value.map((part) => shown(name, String(part))).join(" ")}`];
}

/** Effects are read before they are allowed: nothing may hide behind a cut. */
const LINE = 2000;
/** A reference to a secret tells nothing of it. */
const REFERENCE = /^(?:\$\{secret:[\w./#-]+\}|secret\("[\w./#-]+"\))$/;

const shown = (name: string, text: string): string =>
  looksSecret(name, text) && !REFERENCE.test(text) ? "[secret]" : printable(text, LINE);

/** The arguments of hooks and of consumers, and the documents of seeds: what may name a file of the repository that is trusted along. */
export const namedFiles = ({ hooks, seeds, rotations }: Config): readonly string[] => [
  ...new Set([...Object.values(seeds).flat(), ...hookWords(hooks), ...rotationWords(rotations)]),
];
