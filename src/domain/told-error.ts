import { AvbError } from "./errors/avb-error.ts";
import { type Guard, isMapOf, isOneOf, isRecordOf, isText } from "./shape.ts";

const TOLD = ["DISK_FULL", "NOT_WRITABLE", "NOT_READABLE", "STATE_CORRUPT"] as const;

/** An error of the sandbox server's own files: whoever asked for it is told as it is, since the log may be what cannot be written. */
export interface ToldError {
  readonly code: (typeof TOLD)[number];
  readonly facts: Readonly<Record<string, string>>;
}

/** Says whether a server told this. */
export const isToldError: Guard<ToldError> = isRecordOf<ToldError>({ code: isOneOf(TOLD), facts: isMapOf(isText) });

/** Such an error as it is told; undefined for any other. */
export function tellable(error: unknown): ToldError | undefined {
  if (!(error instanceof AvbError)) return undefined;
  const told = { code: error.code, facts: error.facts };
  return isToldError(told) ? told : undefined;
}

const UNSAID = { path: "its state folder", why: "UNKNOWN", holder: "it", owner: "somebody", fix: "avb dev doctor" };

/** What was told as the error that it is. */
export const heard = ({ code, facts }: ToldError): AvbError => AvbError.of(code, { ...UNSAID, ...facts });
