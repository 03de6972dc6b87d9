// The servers that are measured, each a process of its own.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { launchIn, SERVER } from "./launch-file.mjs";

const IDENTITIES = new URL("../templates/keycloak/identities.json", import.meta.url);
export const PLAIN = `const body = JSON.stringify({ text: "x".repeat(1200) });
require("node:http").createServer((req, res) => {
  res.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  res.end(body);
}).listen(Number(process.argv[1]), "127.0.0.1", () => process.send("ready"));`;

/** Keeps a process, and all its threads to come, on one processor; Linux only. */
export const hold = (pid, processor) =>
  execFileSync("taskset", ["-cp", String(processor), String(pid)], { stdio: "ignore" });

export async function started(args, { log = "ignore", held = false } = {}) {
  const command = [...(held ? ["taskset", "-c", "0"] : []), process.execPath, ...args];
  const child = spawn(command[0], command.slice(1), {
    stdio: ["ignore", "ignore", log, "ipc"],
    env: { PATH: process.env.PATH },
  });
  const [said] = await Promise.race([once(child, "message"), once(child, "exit").then(([status]) => [status])]);
  if (said !== "ready") throw new Error(`the server said ${JSON.stringify(said)}`);
  return child;
}

/** The built server with the shipped clients, in a folder of its own. */
export async function sandbox(folder, { profile, held }) {
  const launch = await launchIn(folder);
  const profiling = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const log = openSync(join(folder, "server.log"), "a");
  const child = await started([...profiling, SERVER, launch.path], { log, held });
  const secret = randomUUID();
  const { clients } = JSON.parse(readFileSync(IDENTITIES, "utf8"));
  const value = clients.find(({ clientId }) => clientId === "agentvoicebox-backend");
  const changes = [
    { do: "put", kind: "client", key: value.clientId, value: { ...value, serviceAccountRoles: [], secret } },
  ];
  const answer = await fetch(`http://localhost:${launch.identityPort}/_avb/identities/changes`, {
    method: "POST",
    headers: { authorization: `Bearer ${launch.adminToken}` },
    body: JSON.stringify({ changes }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return { child, port: launch.identityPort, clientId: value.clientId, secret };
}

/** Resident megabytes and the processor seconds used so far; Linux only. */
export function usageOf({ pid }) {
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return { rss, cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}
