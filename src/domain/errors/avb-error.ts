import type { ExitStatus } from "../exit-codes.ts";
import { type ErrorCode, entryOf, type FactsOf } from "./table.ts";

/** Where a problem stands: a file with its line and column, and the key path within it. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly keyPath?: string;
}

/** What an error may carry besides its facts. */
export interface ErrorDetail {
  readonly place?: Place;
  readonly cause?: unknown;
  readonly detail?: string;
  /** The detail was told as it came: who has followed the story need not read it again. */
  readonly isTold?: true;
}

/** An error that a person can act on: a code of the table, its facts, and the place where it has one. */
export class AvbError extends Error {
  readonly code: ErrorCode;
  readonly exitCode: ExitStatus;
  readonly facts: Readonly<Record<string, string>>;
  readonly fixes: readonly string[];
  readonly place: Place | undefined;
  /** What was seen, in lines to show below the error's own: the end of a log. */
  readonly detail: string | undefined;
  readonly isTold: boolean;
  /** What oclif reads for the exit status in text mode. */
  readonly oclif: { readonly exit: ExitStatus };

  private constructor(code: ErrorCode, facts: Readonly<Record<string, string>>, more: ErrorDetail) {
    const entry = entryOf(code);
    super(fill(entry.says, facts), more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "AvbError";
    this.code = code;
    this.exitCode = entry.exit;
    this.facts = facts;
    this.fixes = entry.fixes.map((fix) => fill(fix, facts)).filter((fix) => fix !== "");
    this.place = more.place;
    this.detail = more.detail;
    this.isTold = more.isTold === true;
    this.oclif = { exit: entry.exit };
  }

  /** Makes an error of this code; the compiler asks for every fact its sentences name. */
  static of<Code extends ErrorCode>(code: Code, facts: FactsOf<Code>, more: ErrorDetail = {}): AvbError {
    return new AvbError(code, facts, more);
  }
}

/** Several errors found at once, all of them shown; the exit status is the first one's. */
export class AvbErrors extends Error {
  readonly problems: readonly [AvbError, ...AvbError[]];

  constructor(problems: readonly [AvbError, ...AvbError[]]) {
    super(problems.map((problem) => problem.message).join("; "));
    this.name = "AvbErrors";
    this.problems = problems;
  }
}

/** A place in the form editors open: `file:line:column`. */
export const formatPlace = (place: Place): string =>
  [place.file, place.line, place.column].filter((part) => part !== undefined).join(":");

/**
 * The one-line form of an error, `avb: place: what. Fix: command. [CODE]`, with its detail below where it has one that was not
 * told already to somebody who `followed`.
 */
export function formatError(error: AvbError, { followed = false }: { readonly followed?: boolean } = {}): string {
  const place = error.place === undefined ? "" : `${formatPlace(error.place)}: `;
  const key = error.place?.keyPath ? `${error.place.keyPath}: ` : "";
  const fix = error.fixes[0] === undefined ? "" : ` Fix: ${error.fixes.join("; or ")}.`;
  const below =
    error.detail && !(followed && error.isTold) ? error.detail.split("\n").map((line) => `\n  | ${line}`) : [];
  return inert(`avb: ${place}${key}${error.message}.${fix} [${error.code}]${below.join("")}`);
}

/** Foreign text (a command line, a container's name, a log) must not steer the reader's terminal. */
const inert = (text: string): string =>
  text.replace(/\p{Cc}/gu, (character) => (character === "\n" ? character : "\uFFFD"));

function fill(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? "") : whole,
  );
}
