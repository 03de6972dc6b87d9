import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeFiles } from "../../src/adapters/files.ts";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import type { HttpAnswer } from "../../src/domain/world.ts";
import { type BillingFront, openFront } from "../../src/sandbox/billing/billing-front.ts";
import type { FakeRequest, FakeWorld } from "./fake-world.ts";

/** The billing API of the fake world's servers: the real one, without sockets, its records in a folder of its own. */
export interface FakeBilling {
  /** Requests below `/api/v1` in the order in which they came, such as `POST /plans`. */
  readonly asked: string[];
  /** Answers this to the next requests in place of the API, one each. */
  readonly refusals: number[];
  /** How many of the next requests that write are done and yet answered with 503. */
  lost: number;
  handle(request: FakeRequest, key: string): Promise<HttpAnswer>;
}

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer = { alg: "RS256", kid: "fake", key: privateKey, publicKey } as const;
const raw = (() => {
  const req = new IncomingMessage(new Socket());
  return { req, res: new ServerResponse(req) };
})();

const answerOf = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { "x-avb-mock": "lago" },
  body: typeof body === "string" ? body : JSON.stringify(body ?? {}),
});

/** The billing API that a server started from this launch file offers; its records go with the fake state folder's. */
export function fakeBilling(world: FakeWorld, launch: SandboxLaunch): FakeBilling {
  const asked: string[] = [];
  const refusals: number[] = [];
  const kept = `${dirname(launch.state.identities)}/billing/journal-0.log`;
  let front: Promise<BillingFront> | undefined;
  const open = async (): Promise<BillingFront> => {
    const folder = mkdtempSync(join(tmpdir(), "avb-fake-billing-"));
    const opened = await openFront({
      folder,
      ...{ files: nodeFiles, clock: { now: () => world.nowMs }, signer: () => signer },
      baseUrl: `http://localhost:${launch.billingPort}`,
      failed: (error) => {
        throw error;
      },
    });
    // Its files stay open, and nothing of them is left behind however the test ends.
    rmSync(folder, { recursive: true });
    return opened;
  };
  const billing: FakeBilling = {
    ...{ asked, refusals, lost: 0 },
    async handle({ method, url, headers, body }, key) {
      asked.push(`${method} ${url.pathname.replace("/api/v1", "")}`);
      const refusal = refusals.shift();
      if (refusal !== undefined) return answerOf(refusal, { status: refusal, error: "Refused by the test" });
      if (headers.Authorization !== `Bearer ${key}`) return answerOf(401, { error: "Unauthorized" });
      if (!world.files.entries.has(kept)) front = undefined;
      front ??= open();
      world.files.put(kept, "");
      const request = { method, path: url.pathname, query: url.searchParams, params: {}, headers: {}, body };
      const answer = await (await front).handle({ ...request, origin: url.origin, raw });
      if (method === "GET" || billing.lost === 0) return answerOf(answer.status, answer.body);
      billing.lost -= 1;
      return answerOf(503, { error: "Service Unavailable" });
    },
  };
  return billing;
}
