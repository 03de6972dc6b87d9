import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { isDeletedNamespace, isUnpolled } from "../domain/temporal.ts";

const LONGEST_REASON = 300;

/** Status codes of gRPC that are read here (gRPC documentation, "Status codes"). */
const NOT_FOUND = 5;
/**
 * Cancelled, which a server's end of a call is that ran out of time there; unknown, which is an answer without a status of gRPC's;
 * deadline exceeded, resource exhausted, aborted, unavailable.
 */
const PASSING: readonly number[] = [1, 2, 4, 8, 10, 14];

/** The client's error as a refusal: it wraps the service's own, sometimes twice; names of classes tell what the code does not. */
export function temporalRefusal(error: unknown): ServiceRefusal {
  const chain = [...causes(error)];
  const codes = chain.map((one) => Object(one).code).filter((code) => typeof code === "number");
  const isAbsent = codes.includes(NOT_FOUND) || chain.some((one) => /NotFoundError$/.test(String(Object(one).name)));
  const said = chain.map((one) => String(Object(one).details ?? "")).find((details) => details !== "");
  const why = printable(said ?? String(Object(error).message ?? error), LONGEST_REASON);
  const isSilence =
    codes.length === 0 ? !isAbsent && isSilent(chain) : codes.some((code) => PASSING.includes(code)) || isCutOff(why);
  return new ServiceRefusal(why, isAbsent ? 404 : undefined, isSilence || isDeletedNamespace(why) || isUnpolled(why));
}

const isSilent = (chain: readonly unknown[]): boolean =>
  chain.some((one) => /ECONN|connect|deadline|Illegal state/i.test(String(Object(one).message)));

/** An answer that ended before its end has gRPC's code for an error inside, as much else has. */
const isCutOff = (why: string): boolean => /RST_STREAM|without gRPC status/i.test(why);

function* causes(error: unknown): Generator<unknown> {
  for (let one = error; one !== undefined && one !== null; one = Object(one).cause) yield one;
}
