import type { Client, Connection } from "@temporalio/client";
import type { Temporal } from "../domain/temporal.ts";
import type { TemporalLink } from "./temporal-link.ts";
import { temporalRefusal } from "./temporal-refusal.ts";
import { temporalServer } from "./temporal-verbs.ts";

const CONNECT_MS = 5000;
const ANSWER_MS = 10_000;

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
      throw temporalRefusal(error);
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
    throw temporalRefusal(error);
  });
}
