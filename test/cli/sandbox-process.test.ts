import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { SandboxInstance } from "../../src/domain/sandbox-instance.ts";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import { changesOf, passwordOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import { sandboxProcess } from "../support/sandbox-process.ts";

async function prepared(changes: Partial<SandboxLaunch> = {}) {
  const sandbox = await sandboxProcess(changes);
  onTestFinished(() => sandbox.remove());
  return sandbox;
}

const health = async ({ identityPort }: SandboxLaunch) =>
  (await fetch(`http://localhost:${identityPort}/_avb/health`)).json() as Promise<{ instance: string; pid: number }>;

const stop = ({ identityPort, adminToken }: SandboxLaunch) =>
  fetch(`http://localhost:${identityPort}/_avb/stop`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}` },
  });

test("says ready when it serves, leaves its record, and ends in order when it is asked to", async () => {
  const sandbox = await prepared();
  const { launch } = sandbox;
  const { child, said, ended } = sandbox.start();
  expect(await said).toBe("ready");
  expect(await health(launch)).toMatchObject({ instance: launch.instance, pid: child.pid });
  const record = JSON.parse(await readFile(launch.state.instance, "utf8")) as SandboxInstance;
  expect(record).toMatchObject({
    instance: launch.instance,
    pid: child.pid,
    identityPort: launch.identityPort,
    baseUrl: `http://localhost:${launch.identityPort}`,
    adminToken: launch.adminToken,
    processStart: expect.stringMatching(/./),
  });
  expect((await stat(launch.state.instance)).mode & 0o777).toBe(0o600);
  expect((await stop(launch)).status).toBe(202);
  const { status, log } = await ended();
  expect(status).toBe(0);
  expect(existsSync(launch.state.instance)).toBe(false);
  for (const secret of [launch.adminToken, launch.billingKey]) expect(log).not.toContain(secret);
  expect((await readdir(sandbox.folder)).sort()).toEqual(["keys.json", "launch.json"]);
});

test("a signal ends it in order, and a record that is no longer its own stays", async () => {
  const sandbox = await prepared();
  const { child, said, ended } = sandbox.start();
  await said;
  await writeFile(sandbox.launch.state.instance, '{"instance":"somebody-else"}');
  child.kill("SIGTERM");
  expect((await ended()).status).toBe(0);
  expect(existsSync(sandbox.launch.state.instance)).toBe(true);
});

test("after being killed it starts again with the same key", async () => {
  const sandbox = await prepared();
  const kids = async () =>
    (
      await fetch(`http://localhost:${sandbox.launch.identityPort}/realms/agentvoicebox/protocol/openid-connect/certs`)
    ).text();
  const first = sandbox.start();
  await first.said;
  const before = await kids();
  first.child.kill("SIGKILL");
  await first.ended();
  expect(await sandbox.start().said).toBe("ready");
  expect(await kids()).toBe(before);
});

test("the bundled provider keeps sessions and their lifetimes", async () => {
  const sandbox = await prepared();
  const { identityPort, adminToken, realm } = sandbox.launch;
  await sandbox.start().said;
  const post = async (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`http://localhost:${identityPort}${path}`, { method: "POST", body, headers });
  const protocol = `/realms/${realm}/protocol/openid-connect`;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const changes = JSON.stringify({ changes: changesOf(SHIPPED_IDENTITIES) });
  await post("/_avb/identities/changes", changes, { authorization: `Bearer ${adminToken}` });
  const signIn = `grant_type=password&client_id=portal-frontend&username=demo@test.com&password=${passwordOf("demo@test.com")}`;
  const { refresh_token: refresh } = (await (await post(`${protocol}/token`, signIn, form)).json()) as {
    refresh_token: string;
  };
  const useRefresh = `client_id=portal-frontend&refresh_token=${refresh}`;
  expect((await post(`${protocol}/logout`, useRefresh, form)).status).toBe(204);
  const refused = await post(`${protocol}/token`, `grant_type=refresh_token&${useRefresh}`, form);
  expect(await refused.json()).toMatchObject({ error_description: "Session not active" });
  const device = await post(`${protocol}/auth/device`, "client_id=portal-frontend", form);
  expect(await device.json()).toMatchObject({ expires_in: 600 });
});

test("a port that is held is told to the starter, and nothing stays bound", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const billingPort = typeof address === "object" && address !== null ? address.port : 0;
  const sandbox = await prepared({ billingPort });
  const { said, ended } = sandbox.start();
  expect(await said).toEqual({ taken: billingPort });
  expect((await ended()).status).toBe(7);
  await expect(health(sandbox.launch)).rejects.toThrow();
  expect(existsSync(sandbox.launch.state.instance)).toBe(false);
});

test("a starter that goes away first takes the server with it", async () => {
  const sandbox = await prepared();
  const { child, ended } = sandbox.start();
  child.disconnect();
  expect((await ended()).status).toBe(130);
  expect(existsSync(sandbox.launch.state.instance)).toBe(false);
});

test("a launch file it cannot use is named in the log, and nothing is bound", async () => {
  const sandbox = await prepared({ identityPort: 70_000 });
  const { said, ended } = sandbox.start();
  expect(await said).toBeUndefined();
  const { status, log } = await ended();
  expect(status).toBe(3);
  expect(log).toContain("identityPort is not usable");
  expect(log).toContain("[SANDBOX_LAUNCH_INVALID]");
});
