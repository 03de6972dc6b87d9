import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");
const home = avbHome();
afterAll(() => home.remove());

/** Starts `avb dev exec -- node -e SCRIPT` and gives its lines as they come. */
function start(script: string) {
  const child = spawn(process.execPath, [BIN, "dev", "exec", "--", process.execPath, "-e", script], {
    cwd: home.cwd,
    env: home.env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit").then(([status, signal]: unknown[]) => signal ?? status);
  const line = async (): Promise<string> => String((await lines.next()).value);
  return { child, ended, line };
}

/** A program that says `ready`, then the name of every signal it gets, and ends with status 3 at the last one. */
const counting = (signals: readonly string[]) => `
  let left = ${signals.length};
  for (const signal of ${JSON.stringify([...new Set(signals)])})
    process.on(signal, () => { console.log(signal); if (--left === 0) process.exit(3); });
  setInterval(() => {}, 1000);
  console.log("ready");`;

describe.concurrent("avb dev exec", () => {
  it("gives the command the values with their secrets, which stand on no command line", async () => {
    const script = `console.log(JSON.stringify(process.env)); process.stdin.resume()`;
    const { child, ended, line } = start(script);
    const env: Record<string, string> = JSON.parse(await line());
    expect(env).toMatchObject({ KEYCLOAK_URL: "http://localhost:8080", LAGO_MOCK: "true", HOME: home.folder });
    expect(env.NO_PROXY).toBe("localhost,127.0.0.1,::1");
    const secret = env.KEYCLOAK_CLIENT_SECRET ?? "";
    expect(secret).toMatch(/^[\w-]{32}$/);
    if (process.platform === "linux")
      expect(await readFile(`/proc/${child.pid}/cmdline`, "utf8")).not.toContain(secret);
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it("passes standard input on and ends with the command's own status", async () => {
    const { child, ended, line } = start(
      `process.stdin.on("data", (d) => { console.log(String(d)); process.exit(7) })`,
    );
    child.stdin.write("hello\n");
    expect(await line()).toBe("hello");
    expect(await ended).toBe(7);
  });

  it.each(["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR2"] as const)(
    "sends %s on to the command, which alone decides what it means",
    async (signal) => {
      const { child, ended, line } = start(counting([signal]));
      expect(await line()).toBe("ready");
      child.kill(signal);
      expect(await line()).toBe(signal);
      expect(await ended).toBe(3);
    },
  );

  it("does not leave at the second interrupt while the command goes on", async () => {
    const { child, ended, line } = start(counting(["SIGINT", "SIGINT"]));
    expect(await line()).toBe("ready");
    for (let time = 0; time < 2; time += 1) {
      child.kill("SIGINT");
      expect(await line()).toBe("SIGINT");
    }
    expect(await ended).toBe(3);
  });

  it.each([
    ["SIGKILL", 137],
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ])("tells by its status that %s ended the command", async (signal, status) => {
    const { ended } = start(`process.kill(process.pid, "${signal}")`);
    expect(await ended).toBe(status);
  });

  it("names a program that is not there, with status 5", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "exec", "--", "no-such-program"]);
    expect({ status, stdout }).toEqual({ status: 5, stdout: "" });
    expect(stderr).toMatch(/^avb: 'no-such-program' is not a program on your PATH\. Fix: .*\[EXEC_NOT_FOUND\]\n$/m);
  });

  it("hands every word after -- to the command as it is", async () => {
    const words = ["--mode", "live", "a b", "$HOME", "--", "--json"];
    const { stdout } = await home.run([
      "dev",
      "exec",
      "--",
      process.execPath,
      "-p",
      "JSON.stringify(process.argv.slice(1))",
      "--",
      ...words,
    ]);
    expect(JSON.parse(stdout)).toEqual(words);
  });

  it.each([
    [["dev", "exec"], 2, "EXEC_NO_COMMAND"],
    [["dev", "exec", "--mode", "production", "--", "true"], 2, "VERB_NOT_IN_MODE"],
    [["dev", "exec", "--rename", "NOPE=A", "--", "true"], 2, "ENV_NAME_UNKNOWN"],
  ])("refuses %j with status %i", async (args, status, code) => {
    const done = await home.run(args);
    expect(done.status).toBe(status);
    expect(done.stderr).toContain(`[${code}]`);
  });
});
