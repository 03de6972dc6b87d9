import { type AvbError, formatPlace } from "../domain/errors/avb-error.ts";

/** The one shape of every `--json` answer: `data` or `error`; both where a look found what should not be. */
export interface Envelope {
  readonly ok: boolean;
  readonly command: string;
  readonly data: unknown;
  readonly error: EnvelopeError | null;
  readonly warnings: readonly string[];
}

/** An error as programs read it. */
export interface EnvelopeError {
  readonly code: string;
  readonly exit: number;
  readonly message: string;
  readonly fixes: readonly string[];
  /** What was seen, such as the end of a log. */
  readonly detail?: string;
  readonly place?: string;
  readonly keyPath?: string;
  /** The other problems found at the same time. */
  readonly others?: readonly EnvelopeError[];
}

const named = (id: string): string => id.replaceAll(":", " ");

/** The answer of a command that did what it was asked. */
export const successEnvelope = (id: string, data: unknown, warnings: readonly string[]): Envelope => ({
  ok: true,
  command: named(id),
  data,
  error: null,
  warnings,
});

/** The answer of a command that could not; `found` is what it saw where the error is about that. */
export function errorEnvelope(
  id: string,
  problems: readonly [AvbError, ...AvbError[]],
  warnings: readonly string[],
  found: object | null = null,
): Envelope {
  const [first, ...rest] = problems;
  const error = rest.length === 0 ? toJson(first) : { ...toJson(first), others: rest.map(toJson) };
  return { ok: false, command: named(id), data: found, error, warnings };
}

const toJson = (error: AvbError): EnvelopeError => ({
  code: error.code,
  exit: error.exitCode,
  message: error.message,
  fixes: error.fixes,
  ...(error.detail ? { detail: error.detail } : {}),
  ...(error.place === undefined ? {} : { place: formatPlace(error.place) }),
  ...(error.place?.keyPath === undefined ? {} : { keyPath: error.place.keyPath }),
});
