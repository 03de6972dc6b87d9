import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SshAddress } from "../domain/engine-address.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { destinationOf, lastLine, overOf, type SshPlace, startSsh } from "./ssh.ts";

/** An engine's socket of another machine, brought to this one for as long as this process lives. */
export interface SshTunnel {
  readonly socketPath: string;
  /** False once the line is gone. */
  isOpen(): boolean;
}

const READY = "avb-is-through";

/** `cat` ends with its input, so that an avb which is killed leaves nothing on either side. */
const COMMAND = `echo ${READY}; exec cat`;

/** Opens it; ENGINE_SSH_FAILED (6) in ssh's own words. */
export async function openTunnel(place: SshPlace, address: SshAddress): Promise<SshTunnel> {
  const facts = { address: address.text, destination: destinationOf(address) };
  const failed = (why: string) => AvbError.of("ENGINE_SSH_FAILED", { ...facts, why });
  if (place.platform === "win32") throw failed("the ssh of Windows cannot bring a socket here");
  const folder = await mkdtemp(join(tmpdir(), "avb-"));
  const socketPath = join(folder, "engine.sock");
  const child = startSsh(place, address, {
    ...{ forwards: [`${socketPath}:${address.socket}`], command: COMMAND, stdio: ["pipe", "pipe", "pipe"] },
  });
  let [said, open] = ["", true];
  const close = () => {
    open = false;
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", close);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-2000);
  });
  const over = overOf(child).then((how) => {
    process.off("exit", close);
    close();
    throw failed(lastLine(said) ?? how);
  });
  over.catch(() => undefined);
  await Promise.race([over, heard(child.stdout)]);
  letGo(child);
  return { socketPath, isOpen: () => open };
}

/** Resolves once the other side has said that it is there; whatever its shell greets with is passed over. */
const heard = (stream: NodeJS.ReadableStream | null): Promise<void> =>
  new Promise((resolve) => {
    let text = "";
    stream?.setEncoding("utf8").on("data", (more: string) => {
      text = `${text}${more}`.slice(-2000);
      if (text.includes(READY)) resolve();
    });
  });

/** A command that has nothing more to ask does not wait for it. */
function letGo(child: ReturnType<typeof startSsh>): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as Socket | null)?.unref?.();
}
