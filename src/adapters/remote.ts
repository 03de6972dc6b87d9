import { open, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { SshAddress } from "../domain/engine-address.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { Forwarding, Remote } from "../domain/remote.ts";
import type { Place } from "./engine-address.ts";
import { findEngine } from "./engine-address.ts";
import { writing } from "./file-failures.ts";
import { lastLine, overOf, startSsh } from "./ssh.ts";

const LOOPBACK = "127.0.0.1";
const EVERY_MS = 50;
const READY = "every port is forwarded";

/** The way to the engine that this place uses. */
export const sshRemote = (place: Place): Remote => ({
  async forward(forwarding) {
    const { address } = await findEngine(place);
    if (address.kind === "ssh") return forward(place, address, forwarding);
    throw AvbError.of("FORWARD_FAILED", { address: address.text, why: "it is no engine behind ssh" });
  },
});

async function forward(place: Place, address: SshAddress, forwarding: Forwarding): Promise<number> {
  const { ports, log, started, signal } = forwarding;
  const file = await writing(log, () => open(log, "w", 0o600));
  const forwards = ports.map((port) => `${LOOPBACK}:${port}:${LOOPBACK}:${port}`);
  const child = startSsh(place, address, { forwards, announce: READY, stdio: ["ignore", file.fd, file.fd] });
  const looking = new AbortController();
  const said = () => readFile(log, "utf8").catch(() => "");
  const over = overOf(child).then(async (how) => {
    throw AvbError.of("FORWARD_FAILED", { address: address.text, why: lastLine(await said()) ?? how });
  });
  try {
    if (child.pid !== undefined) await started(child.pid);
    await Promise.race([over, announced(said, AbortSignal.any([signal, looking.signal]))]);
  } catch (error) {
    child.kill();
    throw error;
  } finally {
    over.catch(() => undefined);
    looking.abort();
    await file.close();
  }
  child.unref();
  return child.pid ?? -1;
}

async function announced(said: () => Promise<string>, signal: AbortSignal): Promise<void> {
  while (!(await said()).includes(READY)) await setTimeout(EVERY_MS, undefined, { signal });
}
