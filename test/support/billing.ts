import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "lago-javascript-client";
import { nodeFiles } from "../../src/adapters/files.ts";
import { type BillingApi, billingApi } from "../../src/sandbox/billing/billing-listener.ts";

/** A mock billing API inside the test's own process, on a port and folder of its own. */
export interface TestBilling {
  readonly base: string;
  readonly key: string;
  readonly folder: string;
  /** The official client, pointed at it. */
  readonly client: ReturnType<typeof Client>;
  /** What failed inside the server. */
  readonly failures: readonly unknown[];
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Moves the clock to an instant and lets what is due happen. */
  moveTo(instant: string): Promise<void>;
  /** Lets the clock run from where it stands. */
  run(): void;
  restart(): Promise<void>;
  /** What a server does by itself once it serves. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** An answer with its JSON body. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about
  readonly body: any;
  readonly headers: Headers;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer = { alg: "RS256", kid: "test", key: privateKey, publicKey } as const;

/** Starts one whose clock stands at an instant until it is moved. */
export async function startBilling(start: string, retryAfterMs = () => 20): Promise<TestBilling> {
  const folder = await mkdtemp(join(tmpdir(), "avb-billing-"));
  const failures: unknown[] = [];
  const key = crypto.randomUUID();
  let now = Date.parse(start);
  let running: number | undefined;
  const clock = { now: () => (running === undefined ? now : now + Date.now() - running) };
  const server: Server = createServer((req, res) => api.listener(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const open = () =>
    billingApi({
      port,
      gateway: undefined,
      version: "1.2.3",
      billingKey: key,
      folder: join(folder, "billing"),
      files: nodeFiles,
      clock,
      signer: () => signer,
      retryAfterMs,
      failed: (error) => failures.push(error),
    });
  let api: BillingApi = open();
  const base = `http://127.0.0.1:${port}`;
  return {
    base,
    key,
    folder,
    failures,
    client: Client(key, { baseUrl: `${base}/api/v1` }),
    ask: async (method, path, body) => {
      const answer = await fetch(`${base}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
    moveTo: async (instant) => {
      now = Date.parse(instant);
      await api.catchUp();
    },
    run: () => {
      running = Date.now();
    },
    resume: () => api.resume(),
    restart: async () => {
      await api.close();
      api = open();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
