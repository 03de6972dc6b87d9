import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MS = 2000;

/** What a tool of the operating system prints, named by its absolute path so that nothing planted on PATH is run; empty when it fails. */
export async function toolOutput(path: string, args: readonly string[]): Promise<string> {
  const done = await promisify(execFile)(path, [...args], { timeout: TIMEOUT_MS, windowsHide: true }).catch(
    () => undefined,
  );
  return done?.stdout ?? "";
}

/** A tool of Windows by its name. */
export const windowsTool = (name: string): string => `${process.env.SystemRoot ?? "C:\\Windows"}\\System32\\${name}`;
