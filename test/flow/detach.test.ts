import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { detach } from "../../src/adapters/detach.ts";
import { nodeProcesses } from "../../src/adapters/processes.ts";

const folder = mkdtempSync(join(tmpdir(), "avb-detach-"));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;

/** Starts a script of this text; it leaves its pid in a file so that its end can be watched. */
function starting(body: string, options: { readyWithinMs?: number; signal?: AbortSignal } = {}) {
  const base = join(folder, `script-${++made}`);
  writeFileSync(
    `${base}.cjs`,
    `require("node:fs").writeFileSync(${JSON.stringify(`${base}.pid`)}, String(process.pid));\n${body}`,
  );
  const started = detach(`${base}.cjs`, { args: [], log: `${base}.log`, env: {}, readyWithinMs: 10_000, ...options });
  const pid = () => (existsSync(`${base}.pid`) ? Number(readFileSync(`${base}.pid`, "utf8")) : 0);
  return { started, pid };
}

async function gone(pid: number): Promise<boolean> {
  for (let look = 0; look < 200; look += 1) {
    if ((await nodeProcesses.startOf(pid)) === undefined) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

describe("a detached start", () => {
  test("hands back the pid of a server that said it serves, in a session of its own", async () => {
    const { started } = starting(
      'process.send("ready"); setInterval(() => {}, 1000); process.on("disconnect", () => {});',
    );
    const pid = await started;
    try {
      const group = execFileSync("ps", ["-o", "pgid=", "-p", String(pid)], { encoding: "utf8" });
      expect(Number(group)).toBe(pid);
    } finally {
      process.kill(pid, "SIGKILL");
    }
    expect(await gone(pid)).toBe(true);
  });

  test("a server that dies first is told with its status and the end of its log", async () => {
    const { started } = starting('console.error("no such \\u001b[31mrealm"); process.exit(3);');
    await expect(started).rejects.toMatchObject({
      code: "SERVER_NOT_READY",
      exitCode: 8,
      message: "the sandbox server did not come up: it ended with status 3",
      detail: "no such \\u{1b}[31mrealm",
    });
  });

  test("a port that somebody took is told by its number", async () => {
    const { started } = starting("process.send({ taken: 8080 }, () => process.exit(7));");
    await expect(started).rejects.toMatchObject({ code: "SERVER_PORT_TAKEN", exitCode: 7, facts: { port: "8080" } });
  });

  test("a server whose files cannot be used says so itself: its log may be on the same full disk", async () => {
    const told = { failed: { code: "DISK_FULL", facts: { path: "/state/keys.json" } } };
    const { started } = starting(`process.send(${JSON.stringify(told)}, () => process.exit(12));`);
    await expect(started).rejects.toMatchObject({
      code: "DISK_FULL",
      exitCode: 12,
      facts: { path: "/state/keys.json" },
    });
  });

  test("a server that says nothing in time is ended", async () => {
    const { started, pid } = starting("setInterval(() => {}, 1000);", { readyWithinMs: 3000 });
    await expect(started).rejects.toMatchObject({ message: expect.stringContaining("within 3000 ms") });
    expect(await gone(pid())).toBe(true);
  });

  test("an interrupted start leaves no process behind", async () => {
    const stop = new AbortController();
    const { started, pid } = starting("setInterval(() => {}, 1000);", { signal: stop.signal });
    const ended = started.catch((error: unknown) => error);
    await expect.poll(pid, { timeout: 8000 }).toBeGreaterThan(0);
    stop.abort("SIGINT");
    expect(await ended).toMatchObject({ message: expect.stringContaining("the start was interrupted") });
    expect(await gone(pid())).toBe(true);
  });
});
