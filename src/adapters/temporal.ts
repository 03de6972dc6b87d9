import type { Client, Connection } from "@temporalio/client";
import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Temporal } from "../domain/temporal.ts";
import type { TemporalLink } from "./temporal-link.ts";
import { temporalServer } from "./temporal-verbs.ts";

const CONNECT_MS = 5000;
const ANSWER_MS = 10_000;
const LONGEST_REASON = 300;

/** Status codes of gRPC that are read here (gRPC documentation, "Status codes"). */
const NOT_FOUND = 5;
/** Deadline exceeded, resource exhausted, aborted, unavailable. */
const PASSING: readonly number[] = [4, 8, 10, 14];

/** Temporal through its official client: no proxy is asked, and every call has a deadline. */
export const temporalClient: Temporal = {
  async use({ address, signal }, act) {
    // A CommonJS package: in the bundle it has no names of its own, only the default.
    const { default: library } = await import("@temporalio/client");
    const connection = await library.Connection.connect({
      address,
      connectTimeout: CONNECT_MS,
      channelArgs: { "grpc.enable_http_proxy": 0 },
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    const clients = new Map<string, Client>();
    const link: TemporalLink = {
      connection,
      clientOf(namespace) {
        const client = clients.get(namespace) ?? new library.Client({ connection, namespace });
        clients.set(namespace, client);
        return client;
      },
      ask: (call) => asked(connection, signal, call),
    };
    return act(temporalServer(link)).finally(() => connection.close());
  },
};

async function asked<Result>(
  connection: Connection,
  signal: AbortSignal,
  call: () => Promise<Result>,
): Promise<Result> {
  const inTime = () => connection.withDeadline(Date.now() + ANSWER_MS, call);
  // The client never takes its listener off: each call gets a signal of its own.
  return connection.withAbortSignal(AbortSignal.any([signal]), inTime).catch((error: unknown) => {
    signal.throwIfAborted();
    throw refusalOf(error);
  });
}

/** The client wraps the service's own error, sometimes twice; names of classes tell what the code does not. */
function refusalOf(error: unknown): ServiceRefusal {
  const chain = [...causes(error)];
  const codes = chain.map((one) => Object(one).code).filter((code) => typeof code === "number");
  const isAbsent = codes.includes(NOT_FOUND) || chain.some((one) => /NotFoundError$/.test(String(Object(one).name)));
  const said = chain.map((one) => String(Object(one).details ?? "")).find((details) => details !== "");
  const why = printable(said ?? String(Object(error).message ?? error), LONGEST_REASON);
  const passes = codes.length === 0 ? !isAbsent && isSilent(chain) : codes.some((code) => PASSING.includes(code));
  return new ServiceRefusal(why, isAbsent ? 404 : undefined, passes);
}

const isSilent = (chain: readonly unknown[]): boolean =>
  chain.some((one) => /ECONN|connect|deadline|Illegal state/i.test(String(Object(one).message)));

function* causes(error: unknown): Generator<unknown> {
  for (let one = error; one !== undefined && one !== null; one = Object(one).cause) yield one;
}
