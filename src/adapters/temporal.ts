import type { Client, Connection } from "@temporalio/client";
import type { Temporal } from "../domain/temporal.ts";
import type { TemporalLink } from "./temporal-link.ts";
import { temporalRefusal } from "./temporal-refusal.ts";
import { temporalServer } from "./temporal-verbs.ts";

/** How long a server is waited for (ms). */
export interface TemporalLimits {
  /** Until it takes a connection and says what it is. */
  readonly connectMs: number;
  /** For the answer to one call. */
  readonly answerMs: number;
}

/**
 * Temporal through its official client: no proxy is asked, every call has a deadline and is made once. The client would repeat
 * a call that is refused for as long as its deadline lets it; whoever asks here repeats by itself, and counts.
 */
export const temporalOver = ({ connectMs, answerMs }: TemporalLimits): Temporal => ({
  async use({ address, signal }, act) {
    // A CommonJS package: in the bundle it has no names of its own, only the default.
    const { default: library } = await import("@temporalio/client");
    const connection = library.Connection.lazy({
      ...{ address, connectTimeout: connectMs, interceptors: [] },
      channelArgs: { "grpc.enable_http_proxy": 0, "grpc.enable_retries": 0 },
    });
    const clients = new Map<string, Client>();
    const link: TemporalLink = {
      connection,
      clientOf(namespace) {
        const client = clients.get(namespace) ?? new library.Client({ connection, namespace });
        clients.set(namespace, client);
        return client;
      },
      ask: (call) => asked(connection, { signal, answerMs }, call),
    };
    const isReady = () => connection.ensureConnected();
    return asked(connection, { signal, answerMs: connectMs }, isReady)
      .then(() => act(temporalServer(link)))
      .finally(() => connection.close());
  },
});

/** Temporal, waited for as long as a server on this machine may need that has much to do. */
export const temporalClient: Temporal = temporalOver({ connectMs: 5000, answerMs: 10_000 });

async function asked<Result>(
  connection: Connection,
  { signal, answerMs }: { readonly signal: AbortSignal; readonly answerMs: number },
  call: () => Promise<Result>,
): Promise<Result> {
  const inTime = () => connection.withDeadline(Date.now() + answerMs, call);
  // The client never takes its listener off: each call gets a signal of its own.
  return connection.withAbortSignal(AbortSignal.any([signal]), inTime).catch((error: unknown) => {
    signal.throwIfAborted();
    throw temporalRefusal(error);
  });
}
