import type { ExitStatus } from "../exit-codes.ts";

/** One row of the error table: sentences hold `{fact}` places that a thrown error must fill. */
export interface ErrorEntry {
  readonly exit: ExitStatus;
  /** What is wrong and why it matters, as one sentence without its full stop. */
  readonly says: string;
  /** What cures it; the first is the one shown on the error line. */
  readonly fixes: readonly [string, ...string[]];
}

/** Rows by stable code. */
export type ErrorTable = Readonly<Record<string, ErrorEntry>>;

/** The names of the `{fact}` places in a sentence. */
export type PlacesOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlacesOf<Rest>
  : never;
