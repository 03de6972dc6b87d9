import { refusalOf } from "../domain/engine-refusals.ts";
import { AvbError } from "../domain/errors/avb-error.ts";

const MOST_CHARACTERS = 400;

/** The HTTP status that the engine answered with, where it answered. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode } = Object(error) as Record<string, unknown>;
  return typeof statusCode === "number" ? statusCode : undefined;
}

/** The engine's own words, in one line: dockerode puts them behind the status and its own guess at the reason. */
export function wordsOf(error: unknown): string {
  const { message, reason, statusCode } = Object(error) as Record<string, unknown>;
  const said = String(message ?? "").replace(`(HTTP code ${statusCode}) ${reason ?? "unexpected"} - `, "");
  return said.replace(/\s+/g, " ").trim().slice(0, MOST_CHARACTERS);
}

/** For `.catch`: an answer of one of these statuses is no failure, and gives undefined. */
export const unless =
  (...statuses: readonly number[]) =>
  (error: unknown): undefined => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error;
  };

/** For `.catch`: an answer of this status is the error that is made of the engine's words. */
export const meaning =
  (status: number, error: (words: string) => AvbError) =>
  (caught: unknown): never => {
    throw statusOf(caught) === status ? error(wordsOf(caught)) : caught;
  };

/** What went wrong, in the error table's words. `mask` takes out of the engine's text what must not be shown. */
export function engineFailure(
  error: unknown,
  about: { readonly address: string; readonly mask: (text: string) => string },
): AvbError {
  if (error instanceof AvbError) return error;
  const { address, mask } = about;
  const status = statusOf(error);
  if (status !== undefined) {
    const why = mask(wordsOf(error));
    return refusalOf(why) ?? AvbError.of("ENGINE_REFUSED", { address, why: `${status} ${why}`.trim() });
  }
  const { code, message } = Object(error) as Record<string, unknown>;
  const why = isHangUp(error) ? "it hung up" : String(code ?? message);
  return AvbError.of("ENGINE_UNREACHABLE", { address, why }, { cause: error });
}

/** True when the other side ended the connection: an engine that was restarted, or one that crashed over the request. */
export function isHangUp(error: unknown): boolean {
  const { code } = Object(error) as Record<string, unknown>;
  return code === "ECONNRESET" || code === "EPIPE";
}
