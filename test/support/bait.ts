import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import type { Bait, Planted } from "./hostile-clones.ts";

/** What hostile clones are to fall for, and what came of it. */
export interface SetBait extends Bait {
  /** Nobody ran the program, and nobody came to the server, since the last time this was asked. */
  touched(): { readonly ran: boolean; readonly connections: number };
  close(): void;
}

/** Sets it in this folder. */
export async function setBait(folder: string): Promise<SetBait> {
  const [mark, program] = [join(folder, "ran"), join(folder, "bin/program")];
  const outside = join(folder, "outside/secret");
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  put(folder, "bin/program", { program: `: > ${mark}` });
  put(folder, "outside/secret", "private-canary-0123456789\n");
  return {
    ...{ program, outside, server: `127.0.0.1:${typeof address === "object" ? address?.port : 0}` },
    touched() {
      const found = { ran: existsSync(mark), connections };
      rmSync(mark, { force: true });
      connections = 0;
      return found;
    },
    close: () => void server.close(),
  };
}

/** Puts something into a folder. */
export function put(folder: string, path: string, what: Planted): void {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  if (typeof what === "string") writeFileSync(whole, what);
  else if ("link" in what) symlinkSync(what.link, whole);
  else if ("pipe" in what) execFileSync("mkfifo", [whole]);
  else {
    writeFileSync(whole, `#!/bin/sh\n${what.program}\n`);
    chmodSync(whole, 0o755);
  }
}
