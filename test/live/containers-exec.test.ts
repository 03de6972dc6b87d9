import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ContainerLine } from "../../src/domain/containers.ts";
import { docker, LIMITS, liveContainers, ownName, started } from "../support/live-engine.ts";
import { needs } from "../support/needs.ts";

const CANARY = "canary-93b1'$\"";

/** The command line of every process of this machine, the containers' own too. */
const commandLines = (): readonly string[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "latin1");
      } catch {
        return "";
      }
    });

needs(["engine", "busyboxImage"], "programs in containers of the real engine", () => {
  test("get variables and standard input, and keep them out of every command line", async () => {
    const id = await started(ownName(), "sleep 60");
    const script = 'read line; echo "$line|$TOKEN"; echo problem >&2; id -u; sleep 0.4; exit 3';
    const env = { TOKEN: CANARY };
    const running = liveContainers.exec(id, ["sh", "-c", script], {
      ...LIMITS,
      env,
      input: `${CANARY}\n`,
      user: "1000",
    });
    const seen: string[] = [];
    while (!seen.some((line) => line.includes("read line"))) {
      await new Promise((wake) => setTimeout(wake, 10));
      seen.push(...commandLines());
    }
    expect(await running).toEqual({ exitCode: 3, stdout: `${CANARY}|${CANARY}\n1000\n`, stderr: "problem\n" });
    expect(seen.filter((line) => line.includes("canary-93b1"))).toEqual([]);
    expect(docker("inspect", id)).not.toContain("canary-93b1");
  });

  test("may write more than is kept and read more than a pipe holds", async () => {
    const id = await started(ownName(), "sleep 60");
    const flood = await liveContainers.exec(id, ["sh", "-c", "head -c 3000000 /dev/zero; echo end >&2"], LIMITS);
    expect([flood.stdout.length, flood.stderr, flood.exitCode]).toEqual([1024 ** 2, "end\n", 0]);
    const input = "x".repeat(2_000_000);
    expect(await liveContainers.exec(id, ["wc", "-c"], { ...LIMITS, input })).toMatchObject({ stdout: "2000000\n" });
  });

  test("that take too long are left, with or without standard input", async () => {
    const id = await started(ownName(), "sleep 60");
    for (const given of [{}, { input: "x" }]) {
      const begun = performance.now();
      const late = liveContainers.exec(id, ["sleep", "30"], { timeoutMs: 500, ...given });
      await expect(late).rejects.toMatchObject({
        code: "CONTAINER_COMMAND_LATE",
        exitCode: 8,
        facts: { command: "sleep", id: id.slice(0, 12), ms: "500" },
      });
      expect(performance.now() - begun).toBeLessThan(3000);
    }
  });

  test("that are not there say so on standard error, with the status of a shell", async () => {
    const id = await started(ownName(), "sleep 60");
    const missing = await liveContainers.exec(id, ["no-such-program"], LIMITS);
    expect(missing).toMatchObject({ exitCode: 127, stdout: "", stderr: expect.stringContaining("no-such-program") });
  });
});

needs(["engine", "busyboxImage"], "logs of the real engine", () => {
  test("have both streams, long lines in one piece, and the time of each", async () => {
    const begun = Date.now();
    const script = "echo out; sleep 0.1; echo err >&2; sleep 0.1; head -c 50000 /dev/zero | tr '\\0' x; echo; echo end";
    const id = await started(ownName(), script);
    const lines: ContainerLine[] = [];
    await liveContainers.logs(id, { tail: "all", follow: true, limits: LIMITS }, (line) => lines.push(line));
    expect(lines.map(({ stream, text }) => [stream, text.length > 10 ? text.length : text])).toEqual([
      ["stdout", "out"],
      ["stderr", "err"],
      ["stdout", 50_000],
      ["stdout", "end"],
    ]);
    expect(lines.every(({ atMs }) => Math.abs(atMs - begun) < 30_000)).toBe(true);
    const [, second] = lines;
    const told = async (options: { tail: number | "all"; sinceMs?: number }) => {
      const texts: string[] = [];
      await liveContainers.logs(id, { ...options, limits: LIMITS }, ({ text }) => texts.push(text.slice(0, 3)));
      return texts;
    };
    expect(await told({ tail: 1 })).toEqual(["end"]);
    expect(await told({ tail: "all", sinceMs: (second?.atMs ?? 0) - 20 })).toEqual(["err", "xxx", "end"]);
  });

  test("of a container with a terminal are read too", async () => {
    const id = await started(ownName(), "echo one; echo two", { Tty: true });
    const lines: string[] = [];
    await liveContainers.logs(id, { tail: "all", follow: true, limits: LIMITS }, ({ text }) => lines.push(text));
    expect(lines).toEqual(["one", "two"]);
  });

  test("are followed until the signal comes", async () => {
    const id = await started(ownName(), "echo one; sleep 60");
    const stop = new AbortController();
    const lines: string[] = [];
    const limits = { ...LIMITS, signal: stop.signal };
    await liveContainers.logs(id, { tail: "all", follow: true, limits }, ({ text }) => {
      lines.push(text);
      stop.abort("SIGINT");
    });
    expect(lines).toEqual(["one"]);
  });
});
