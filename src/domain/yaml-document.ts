import type { AvbError, Place } from "./errors/avb-error.ts";

/** The way to a value: map keys and list indexes, outermost first. */
export type KeyPath = readonly (string | number)[];

/** A YAML document that was read as plain data: maps, lists, texts, numbers, booleans, null. */
export interface YamlDocument {
  /** Undefined when the file holds nothing but comments. */
  readonly value: unknown;
  /** Where the value of this path stands; the nearest enclosing one when the path itself is not written. */
  placeOf(path: KeyPath): Place;
  /** Where the key of this path stands. */
  placeOfKey(path: KeyPath): Place;
}

/** A text that was looked at: what is wrong with it and, unless it cannot be read as data at all, the document. */
export interface InspectedYaml {
  readonly problems: readonly AvbError[];
  readonly document?: YamlDocument;
}

/** YAML 1.2; loaded only when it is needed. */
export interface Yaml {
  /** Plain data with positions. Throws AvbErrors with every problem: syntax, duplicate keys, cycles, numbers that would be altered. */
  parse(text: string, file: string): Promise<YamlDocument>;
  /** The same without throwing, so that a reader can add what else it finds wrong. */
  inspect(text: string, file: string): Promise<InspectedYaml>;
  /** Block style, two spaces, no line folding, no aliases; the same value always gives the same text. */
  stringify(value: unknown): Promise<string>;
}

/** A key path as people write it: `clients[0].redirectUris[1]`. */
export function formatKeyPath(path: KeyPath): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
    .join("");
}
