import type { Config } from "./config.ts";
import type { KeyPath } from "./yaml-document.ts";

/** The part of the configuration that one source gives. */
export type ConfigInput = { readonly [Key in keyof Config]?: Config[Key] };

/** One thing in plain data that the schema does not allow. */
export type SchemaIssue =
  | { readonly kind: "value"; readonly path: KeyPath; readonly allowed: string; readonly got: unknown }
  /** A key of a map whose keys are free but must have a form. */
  | { readonly kind: "name"; readonly path: KeyPath; readonly key: string; readonly allowed: string }
  /** A key of a map whose keys are fixed. */
  | { readonly kind: "key"; readonly path: KeyPath; readonly key: string; readonly allowed: string };

/** Plain data as the schema sees it: the input with its defaults filled in, or every issue. */
export type SchemaVerdict =
  | { readonly ok: true; readonly input: ConfigInput }
  | { readonly ok: false; readonly issues: readonly SchemaIssue[] };

/** The shape of `.devenvrc`; loaded only when it is needed. */
export interface ConfigSchema {
  check(value: unknown): Promise<SchemaVerdict>;
  /** The JSON Schema (draft 7) that editors read. */
  jsonSchema(): Promise<Readonly<Record<string, unknown>>>;
}
