import type { CallLimits } from "../domain/call-limits.ts";
import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import { beginDeadline, ended } from "./deadline.ts";

const LONGEST_REASON = 300;

/** What is asked of a broker; the signal comes when nobody waits for it any more. */
export type KafkaCall<Result> = (signal: AbortSignal) => Promise<Result>;

/** Asks a broker. ServiceRefusal for what it refuses, and for no answer in time: the client takes no signal, so that a late call is left to itself. */
export async function kafkaCall<Result>(limits: CallLimits, call: KafkaCall<Result>): Promise<Result> {
  limits.signal?.throwIfAborted();
  const deadline = beginDeadline(limits);
  try {
    return await Promise.race([call(deadline.signal), ended(deadline.signal)]);
  } catch (error) {
    limits.signal?.throwIfAborted();
    throw deadline.late() ? new ServiceRefusal(`no answer within ${limits.timeoutMs} ms`) : refusalOf(error);
  } finally {
    deadline.release();
  }
}

/** The client gathers the errors of all brokers; the innermost says what is the matter. */
function refusalOf(error: unknown): ServiceRefusal {
  if (error instanceof ServiceRefusal) return error;
  const chain = [...inner(error)];
  const code = chain.map((one) => String(Object(one).code));
  const said = String(Object(chain.at(-1)).message ?? error);
  const passes = code.includes("PLT_KFK_NETWORK") || code.includes("PLT_KFK_TIMEOUT");
  return new ServiceRefusal(printable(said, LONGEST_REASON), undefined, passes);
}

function* inner(error: unknown): Generator<unknown> {
  for (let one = error; one !== undefined && one !== null; one = [Object(one).errors].flat()[0] ?? Object(one).cause)
    yield one;
}
