import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { olderLog, readRequest } from "../../src/domain/request-log.ts";
import { changesOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import { sandboxProcess } from "../support/sandbox-process.ts";

/** A server that answers, told to end by its signal. */
async function serving(change: (folder: string) => Promise<{ log?: string }> = async () => ({})) {
  const sandbox = await sandboxProcess();
  onTestFinished(() => sandbox.remove());
  const started = sandbox.start(await change(sandbox.folder));
  expect(await started.said).toBe("ready");
  const end = async () => {
    started.child.kill("SIGTERM");
    return (await started.ended()).log;
  };
  return { sandbox, end };
}

test("requests are lines of its log, and the provider has no complaint about how it is asked", async () => {
  const { sandbox, end } = await serving();
  const url = `http://localhost:${sandbox.launch.identityPort}/realms/agentvoicebox/protocol/openid-connect/token`;
  const form = { grant_type: "client_credentials", client_id: "nobody", client_secret: "no-such-secret" };
  expect((await fetch(url, { method: "POST", body: new URLSearchParams(form) })).status).toBe(401);
  const log = await end();
  const entry = log
    .split("\n")
    .map(readRequest)
    .find((found) => found?.path.endsWith("/token"));
  expect(entry).toMatchObject({ on: "identity", method: "POST", status: 401 });
  expect(log).not.toContain("already parsed");
  expect(log).not.toContain("no-such-secret");
});

test("a log that has grown large is moved aside once, and nothing of it is lost", async () => {
  const before = `${"x".repeat(99)}\n`.repeat(45_000);
  const { sandbox, end } = await serving(async (folder) => {
    await writeFile(join(folder, "server.log"), before);
    return { log: join(folder, "server.log") };
  });
  await end();
  const path = join(sandbox.folder, "server.log");
  expect((await readFile(olderLog(path), "utf8")).startsWith(before)).toBe(true);
  expect(await readFile(path, "utf8")).toMatch(/^\d{4}-\S+ serving agentvoicebox .*\n[\s\S]* ended\n$/);
});

test.runIf(process.platform === "linux")("a log that takes nothing keeps no request from its answer", async () => {
  const { sandbox, end } = await serving(async () => ({ log: "/dev/full" }));
  const { identityPort, adminToken, state } = sandbox.launch;
  // A folder in the file's place: the server has to say that it failed to write.
  await mkdir(state.identities);
  const answer = await fetch(`http://127.0.0.1:${identityPort}/_avb/identities/changes`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}` },
    body: JSON.stringify({ changes: changesOf(SHIPPED_IDENTITIES) }),
    signal: AbortSignal.timeout(5000),
  });
  expect(answer.status).toBe(500);
  expect((await fetch(`http://127.0.0.1:${identityPort}/_avb/health`)).status).toBe(200);
  await end();
});
