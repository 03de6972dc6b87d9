import { once } from "node:events";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { avbHome } from "../support/run-avb.ts";

const claimed = await claimThisSlot("8");
afterAll(() => claimed.release());

const home = avbHome();
const held: { server?: Server; sockets: Socket[] } = { sockets: [] };

/** A slot whose Lago port is ours: tests of other files use others. */
const SLOT = { AVB_SLOT: "8" };
const LAGO_PORT = 63770;

async function listen(server: Server, at: number | string): Promise<Server> {
  server.on("connection", (socket) => held.sockets.push(socket));
  server.listen(typeof at === "number" ? { port: at, host: "127.0.0.1" } : { path: at });
  await once(server, "listening");
  return server;
}

/** Every file below the home with its size and time, the cache of compiled code left out. */
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("cache"))
    .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);

const without = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

describe("avb dev ports", () => {
  beforeAll(async () => {
    held.server = await listen(createServer(), LAGO_PORT);
  });
  afterAll(() => void held.server?.close());

  test("list shows every port of the slot, and who holds a taken one", async () => {
    const run = await home.run(["dev", "ports", "list", "--json"], SLOT);
    const { data } = JSON.parse(run.stdout);
    expect([run.status, data.slot, data.mode]).toEqual([0, 8, "sandbox"]);
    expect(data.ports.find((row: { service: string }) => row.service === "keycloak")).toMatchObject({
      documented: 65006,
      range: "65406, 65431-65449",
      needed: true,
    });
    const lago = data.ports.find((row: { now: number }) => row.now === LAGO_PORT);
    expect(lago).toMatchObject({ service: "lago", port: "api", state: "taken", sticky: false });
    expect(lago.owner).toContain(`(pid ${process.pid})`);
  });

  test("check ends with 7, the owner and the fix", async () => {
    const run = await home.run(["dev", "ports", "check", "--mode", "sandbox"], SLOT);
    expect([run.status, run.stdout]).toEqual([7, ""]);
    expect(run.stderr).toContain(`avb: port ${LAGO_PORT} is held by `);
    expect(run.stderr).toContain(`(pid ${process.pid}); lago needs it. Fix: kill ${process.pid}; or avb dev up,`);
    expect(run.stderr).toContain("[PORT_TAKEN]");
  });

  test("a slot that there is not is refused", async () => {
    const run = await home.run(["dev", "ports"], { AVB_SLOT: "10" });
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain("AVB_SLOT");
  });
});

describe("avb dev doctor", () => {
  test("warns without an engine, ends with 0, and changes nothing", async () => {
    const before = filesOf(home.folder);
    const run = await home.run(["dev", "doctor", "--json"], { ...without, AVB_SLOT: "7" });
    const { ok, data } = JSON.parse(run.stdout);
    expect([run.status, ok, data.healthy]).toEqual([0, true, true]);
    const engine = data.checks.find((check: { id: string }) => check.id === "engine");
    expect([engine.state, engine.findings[0].says]).toEqual([
      "warn",
      "the container engine is unreachable at unix:///nowhere/docker.sock (ENOENT)",
    ]);
    expect(filesOf(home.folder)).toEqual(before);
  });

  test("a frozen engine does not hold it up", async () => {
    const socket = join(home.folder, "frozen.sock");
    const frozen = await listen(createServer(), socket);
    const begun = performance.now();
    const run = await home.run(["dev", "doctor", "--check", "engine"], { DOCKER_HOST: `unix://${socket}` });
    for (const one of held.sockets) one.destroy();
    frozen.close();
    expect(run.stdout).toMatch(/^warn {2}engine {2}.*accepted the connection but did not answer in \d+ ms\n/);
    expect(run.status).toBe(0);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test("an invalid .devenvrc is reported by its check, and everything else is still looked at", async () => {
    const file = join(home.cwd, ".devenvrc");
    writeFileSync(file, "mode: sandbix\n");
    const run = await home.run(["dev", "doctor", "--check", "config", "--check", "node"]);
    writeFileSync(file, "");
    expect(run.status).toBe(14);
    expect(run.stdout).toMatch(/^ok {4}node {4}Node /);
    expect(run.stdout).toMatch(/\nfail {2}config {2}.*\.devenvrc:1:7: /);
    expect(run.stdout).toContain("fix: ");
  });

  test("a failed check ends with 14", async () => {
    mkdirSync(join(home.folder, "open"), { mode: 0o777 });
    const open = { AVB_STATE_DIR: join(home.folder, "open") };
    writeFileSync(join(open.AVB_STATE_DIR, "slots.json"), "{}", { mode: 0o644 });
    const run = await home.run(["dev", "doctor", "--check", "secrets", "--json"], open);
    const { ok, data } = JSON.parse(run.stdout);
    expect([run.status, ok, data.healthy, data.checks[0].state]).toEqual([14, true, false, "fail"]);
    expect(data.checks[0].findings[0].fixes).toEqual([`chmod 600 ${open.AVB_STATE_DIR}/slots.json`]);
  });

  test("--list-checks tells them all; an unknown one is a usage error", async () => {
    const listed = await home.run(["dev", "doctor", "--list-checks", "--json"]);
    expect(JSON.parse(listed.stdout).data.checks.length).toBeGreaterThanOrEqual(48);
    const unknown = await home.run(["dev", "doctor", "--check", "weather"]);
    expect([unknown.status, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain("weather");
  });

  afterAll(() => home.remove());
});
