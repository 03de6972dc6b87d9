import { spawn } from "node:child_process";
import type { Browser } from "../domain/browser.ts";
import { AvbError } from "../domain/errors/avb-error.ts";

/** An opener that fails does so at once; one that still runs then is the browser itself. */
const SETTLED_MS = 1500;

/** Starts programs in a session of their own, so that they outlive avb and its terminal. */
export const nodeBrowser: Browser = {
  launch: ([file, ...args], env) =>
    new Promise((resolve, reject) => {
      const failed = (why: string) => reject(AvbError.of("COMMAND_FAILED", { command: file, why }));
      const child = spawn(file, args, { detached: true, stdio: "ignore", env: { ...env } });
      const settled = setTimeout(resolve, SETTLED_MS);
      child.once("error", (error: NodeJS.ErrnoException) => {
        clearTimeout(settled);
        failed(error.code ?? "unknown");
      });
      child.once("exit", (code, signal) => {
        clearTimeout(settled);
        if (code === 0) resolve();
        else failed(`it ended with ${signal ?? code}`);
      });
      child.unref();
    }),
};
