import type { Checkout } from "./checkout.ts";
import type { Config, LoadedConfig, Origin } from "./config.ts";
import { CONFIG_KEY_NAMES, CONFIG_KEYS } from "./config-keys.ts";
import { isMap } from "./config-layers.ts";
import { formatPlace } from "./errors/avb-error.ts";
import { looksSecret } from "./secret-looking.ts";

/** One effective value and where it came from. */
export interface ConfigLine {
  readonly key: string;
  /** Plain data, null for a key that nothing sets; a value that may be a secret is `[secret]`. */
  readonly value: unknown;
  readonly origin: Origin;
  /** `file:line:column` of the value, where a file says it. */
  readonly place?: string;
  /** True when the value waits for `avb trust`. */
  readonly untrusted?: true;
}

const MASK = "[secret]";

/** Every effective value in the documented order; maps entry by entry, so that each shows its own origin. */
export function configLines({ slot, loaded }: Pick<Checkout, "slot" | "loaded">): readonly ConfigLine[] {
  const effective: Config = { ...loaded.config, mode: loaded.config.mode ?? "sandbox", slot };
  return CONFIG_KEY_NAMES.flatMap((key) =>
    partsOf(key, effective[key]).map(
      ([name, value]): ConfigLine => ({
        key: name,
        value: CONFIG_KEYS[key].open ? (value ?? null) : masked(name, value),
        origin: loaded.origins[name] ?? "default",
        ...standing(loaded, key, name),
      }),
    ),
  );
}

function standing(loaded: LoadedConfig, key: string, name: string): Pick<ConfigLine, "place" | "untrusted"> {
  const place = loaded.places?.[name];
  if (place === undefined) return {};
  const waits = loaded.untrusted.some((untrusted) => untrusted === key);
  return { place: formatPlace(place), ...(waits ? { untrusted: true } : {}) };
}

function partsOf(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (!isMap(value)) return [[key, value]];
  const entries = Object.entries(value);
  return entries.length === 0 ? [[key, value]] : entries.map(([entry, part]) => [`${key}.${entry}`, part]);
}

function masked(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => masked(name, part));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(key, part)]));
  return typeof value === "string" && looksSecret(name, value) ? MASK : value;
}

/** The lines as text, `key: value`; with origins, each says where it came from. */
export function formatConfigLines(lines: readonly ConfigLine[], origins: boolean): string {
  const texts = lines.map(({ key, value }) => `${key}: ${formatValue(value)}`);
  if (!origins) return texts.join("\n");
  const width = Math.min(60, Math.max(...texts.map(({ length }) => length)));
  return texts.map((text, index) => `${text.padEnd(width)}  # ${originOf(lines[index])}`).join("\n");
}

const originOf = (line: ConfigLine | undefined): string =>
  `${line?.place ?? line?.origin ?? ""}${line?.untrusted ? ", not trusted yet" : ""}`;

const UNSET = "(unset)";

const formatValue = (value: unknown): string => {
  if (value === null) return UNSET;
  return typeof value === "string" && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
};
