import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StatusResult } from "../../src/domain/status.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const STACK = ["--with", "postgres,redis"] as const;

/** Rows that outlive what a test does. */
const sql = async (stack: LiveStack, statement: string): Promise<string> =>
  expectDone(await stack.avb("shell", "postgres", "--", "-qAtc", statement)).stdout.trim();

const service = (seen: Readonly<Record<string, unknown>>, id: string) =>
  (seen as unknown as StatusResult).services.find((one) => one.service === id);

/** What a container on the stack's network gets to an answer at each address of the container's view. */
const REACH = `
const net = require("node:net");
const [redis, host, port] = process.argv.slice(1);
const url = new URL(redis);
const ask = (host, port, say) => new Promise((resolve, reject) => {
  const socket = net.connect({ host, port, timeout: 5000 }, () => socket.write(say));
  socket.once("data", (data) => { resolve(data.toString("latin1").slice(0, 1)); socket.destroy(); });
  socket.on("error", reject).on("timeout", () => reject(new Error("silence")));
});
const ssl = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
Promise.all([ask(url.hostname, url.port, "PING\\r\\n"), ask(host, port, ssl)]).then((all) => console.log(all.join("")));
`;

needs(["engine", "dataImages", "nodeImage"], "the verbs of a stack with containers", () => {
  test("a stack's whole life", { timeout: 8 * MINUTES }, async () => {
    const stack = await liveStack();
    await stack.json("up", ...STACK);
    const ids = await stack.ids();

    const seen = await stack.json("status");
    expect(seen.state).toBe("usable");
    expect(service(seen, "postgres")).toMatchObject({ runs: "container", usable: true, probe: { good: true } });
    const [redis] = service(seen, "redis")?.containers ?? [];
    expect(redis).toMatchObject({ life: "running", image: "redis:8.0", restarts: 0, usage: expect.anything() });
    expect(redis?.usage?.memoryBytes).toBeGreaterThan(1e6);

    const logs = await stack.avb("logs", "redis", "--grep", "ready to accept");
    expect(logs.stdout).toMatch(/^redis {4}│ .*Ready to accept connections tcp\n$/);

    await sql(stack, "create table kept (n int); insert into kept select generate_series(1, 42)");
    expect(await sql(stack, "select current_user, count(*) from kept")).toBe("agentvoicebox|42");

    const values = await stack.json("env", "--view", "container", "--profile", "django", "--reveal");
    const text = (name: string): string =>
      (values.variables as readonly { name: string; value?: string }[]).find((one) => one.name === name)?.value ?? "";
    const network = docker("network", "ls", "--format", "{{.Name}}", "--filter", `label=avb.root=${stack.root}`);
    const reached = docker(
      ...["run", "--rm", "--pull", "never", "--network", network, "node:20-slim", "node", "-e", REACH],
      ...[text("REDIS_URL"), text("DB_HOST"), text("DB_PORT")],
    );
    expect(reached).toMatch(/^\+[NS]$/);

    expectDone(await stack.avb("stop"));
    expect((await stack.containers()).map(({ life }) => life)).toEqual(["exited", "exited"]);
    const stopped = await stack.json("status");
    expect(stopped.remarks).toEqual([expect.stringContaining("none of them starts by itself")]);
    expect(await stack.avb("wait", "redis", "--timeout", "1")).toMatchObject({ status: 8, stdout: "" });
    await stack.json("up");
    expect(await stack.ids()).toEqual(ids);
    expectDone(await stack.avb("wait", "--for", "usable"));

    const before = await stack.container("postgres");
    const restarted = await stack.container("redis");
    await stack.json("restart", "redis");
    expect(await stack.ids()).toEqual(ids);
    expect((await stack.container("postgres")).startedAtMs).toBe(before.startedAtMs);
    expect((await stack.container("redis")).startedAtMs).toBeGreaterThan(restarted.startedAtMs);

    expect(await stack.avb("reset", "redis")).toMatchObject({ status: 2, stdout: "" });
    expectDone(await stack.avb("reset", "redis", "--yes"));
    expect((await stack.leftovers()).filter((name) => name.includes("redis"))).toEqual([]);
    await stack.json("up");
    expect(await sql(stack, "select count(*) from kept")).toBe("42");

    rmSync(join(stack.stateFolder(), "containers.json"));
    const { containers } = await stack.json("down");
    expect(containers).toHaveLength(2);
    expect((await stack.leftovers()).filter((name) => !name.endsWith("-data"))).toEqual([]);
    expect(await stack.json("up", "--only", "redis", "--detach")).toMatchObject({ notAwaited: ["redis"] });
    expectDone(await stack.avb("wait", "redis"));
    expect(Object.keys(await stack.ids())).toEqual(["redis"]);
    await stack.json("up", ...STACK);
    expect(await sql(stack, "select count(*) from kept")).toBe("42");
    expectDone(await stack.avb("down", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });
});
