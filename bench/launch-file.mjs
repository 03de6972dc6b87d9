// What a built sandbox server is started with: free ports, secrets of this run, and a folder of its own.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SERVER = fileURLToPath(new URL("../dist/sandbox.cjs", import.meta.url));
const STATE = ["instance", "keys", "identities", "clock"];

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Writes the file; answers its path with what the server's users must know. */
export async function launchIn(folder) {
  const [identityPort, billingPort] = [await freePort(), await freePort()];
  const secrets = { adminToken: randomUUID(), billingKey: randomUUID() };
  const state = Object.fromEntries(STATE.map((name) => [name, join(folder, `${name}.json`)]));
  const about = { instance: randomUUID(), version: "0.0.0-bench", slot: 9, realm: "agentvoicebox" };
  const path = join(folder, "launch.json");
  writeFileSync(path, JSON.stringify({ ...about, identityPort, billingPort, ...secrets, state }), { mode: 0o600 });
  return { path, identityPort, billingPort, ...secrets };
}
