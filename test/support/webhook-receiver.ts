import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A message as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
}

/** An application's endpoint that remembers what it was told. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** The first message of a type, once it is there. */
  next(type: string): Promise<Received>;
  /** Refuses the next messages. */
  refuse(times: number): void;
  /** Once the last of those was refused. */
  refused(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port of this address. */
export async function startReceiver(host = "127.0.0.1"): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const waiting: (() => void)[] = [];
  let refusals = 0;
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const isRefused = refusals > 0;
    refusals -= isRefused ? 1 : 0;
    res.statusCode = isRefused ? 503 : 200;
    res.end();
    for (const wake of waiting.splice(0)) setImmediate(wake);
    if (isRefused) return;
    received.push({ headers: req.headers, body, type: JSON.parse(body).webhook_type });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/hooks`,
    received,
    async next(type) {
      for (;;) {
        const found = received.find((one) => one.type === type);
        if (found !== undefined) return found;
        await new Promise<void>((wake) => waiting.push(wake));
      }
    },
    async refused() {
      while (refusals > 0) await new Promise<void>((wake) => waiting.push(wake));
    },
    refuse: (times) => {
      refusals = times;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
