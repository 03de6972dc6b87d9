import { createServer } from "node:net";
import { join } from "node:path";
import type { SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";

/** A launch file's content for a server in this folder, on ports that are free now. */
export async function launchIn(folder: string): Promise<SandboxLaunch> {
  const [identityPort, billingPort] = await Promise.all([freePort(), freePort()]);
  return {
    instance: crypto.randomUUID(),
    version: "0.0.0-test",
    slot: 0,
    identityPort,
    billingPort,
    realm: "agentvoicebox",
    adminToken: crypto.randomUUID(),
    billingKey: crypto.randomUUID(),
    state: {
      instance: join(folder, "instance.json"),
      keys: join(folder, "keys.json"),
      identities: join(folder, "identities.json"),
      clock: join(folder, "clock.json"),
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
