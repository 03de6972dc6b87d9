import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs a shell script, with these words as `$1` and on, when the function that is answered is called, or when this process is gone,
 * however it was ended: for what no process may leave on a machine. The function waits, and fails unless the script ends with 0.
 */
export function afterwards(
  script: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): () => Promise<void> {
  // The system closes the pipe with this process; a group of its own keeps an interrupt of the terminal away.
  const child = spawn("sh", ["-c", `read -r _; ${script}`, "sh", ...words], {
    ...{ env, detached: true, stdio: ["pipe", "ignore", "ignore"] },
  });
  child.unref();
  return async () => {
    const ended = once(child, "exit");
    child.ref();
    child.stdin?.end();
    const [status] = await ended;
    if (status !== 0) throw new Error(`what was to be left clean was not (${status}): ${script}`);
  };
}
