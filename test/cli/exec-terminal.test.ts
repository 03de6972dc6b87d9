import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { needs } from "../support/needs.ts";
import { avbHome } from "../support/run-avb.ts";

const run = promisify(execFile);
const home = avbHome();
afterAll(() => home.remove());

/** Runs its arguments in a terminal of their own, presses Ctrl-C twice, and prints the status they ended with. */
const TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
def wait_for(word):
    seen = b""
    while word not in seen:
        seen += os.read(terminal, 4096)
wait_for(b"ready")
os.write(terminal, b"\\x03")
wait_for(b"interrupt 1")
os.write(terminal, b"\\x03")
wait_for(b"interrupt 2")
os.write(terminal, b"end\\n")
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Counts interrupts; ends with their number once it is told to. */
const COUNTER = `
let count = 0;
process.on("SIGINT", () => console.log("interrupt", String(++count)));
process.stdin.once("data", () => process.exit(count));
console.log("ready");
`;

needs(["python"], "avb dev exec at a terminal", () => {
  it("lets Ctrl-C reach the command exactly once each time, and goes on", async () => {
    const avb = [join(import.meta.dirname, "../../bin/run.js"), "dev", "exec", "--", process.execPath, "-e", COUNTER];
    const { stdout } = await run("python3", ["-c", TERMINAL, process.execPath, ...avb], {
      cwd: home.cwd,
      env: home.env,
      timeout: 30_000,
    });
    expect(stdout).toBe("2\n");
  });
});
