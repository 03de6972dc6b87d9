import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { nodeFiles } from "../../src/adapters/files.ts";
import { BillingServer } from "../../src/sandbox/billing/billing-server.ts";
import { organizationRoutes } from "../../src/sandbox/billing/resources/organizations.ts";

test("a request looks once through what is kept for what is due next", async () => {
  const folder = await mkdtemp(join(tmpdir(), "avb-due-"));
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const failures: unknown[] = [];
  const server = await BillingServer.open({
    ...{ folder, files: nodeFiles, clock: { now: () => 0 }, baseUrl: "http://localhost:1" },
    signer: () => ({ alg: "RS256", kid: "k", key: privateKey, publicKey }),
    failed: (error) => failures.push(error),
  });
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const [read] = organizationRoutes;
  if (read === undefined) throw new Error("there is no route");
  const looks = vi.spyOn(server.billing.tables.subscriptions, "all");
  const answer = await server.answer(read, { params: {}, query: new URLSearchParams(), body: undefined });
  expect([answer.status, looks.mock.calls.length, failures]).toEqual([200, 1, []]);
});
