// Answers a second of the built sandbox server, beside a plain node:http server on the same machine in the same run.
// Usage: node bench/server.mjs [--seconds 3] [--json FILE] [--profile FOLDER]   (after `npm run build`)
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { rate } from "./load.mjs";

const SERVER = fileURLToPath(new URL("../dist/sandbox.cjs", import.meta.url));
const IDENTITIES = new URL("../templates/keycloak/identities.json", import.meta.url);
const PLAIN = `const body = JSON.stringify({ text: "x".repeat(1200) });
require("node:http").createServer((req, res) => {
  res.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  res.end(body);
}).listen(Number(process.argv[1]), "127.0.0.1", () => process.send("ready"));`;
const IDLE_SECONDS = 5;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

async function started(args, log = "ignore") {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", log, "ipc"], env: {} });
  const [said] = await Promise.race([once(child, "message"), once(child, "exit").then(([status]) => [status])]);
  if (said !== "ready") throw new Error(`the server said ${JSON.stringify(said)}`);
  return child;
}

/** The built server with the shipped clients, in a folder of its own. */
async function sandbox(folder, profile) {
  const [identityPort, billingPort] = [await freePort(), await freePort()];
  const secrets = { adminToken: randomUUID(), billingKey: randomUUID() };
  const at = (name) => join(folder, name);
  const state = { instance: at("instance.json"), keys: at("keys.json"), identities: at("identities.json") };
  const about = { instance: randomUUID(), version: "0.0.0-bench", slot: 9, realm: "agentvoicebox" };
  writeFileSync(at("launch.json"), JSON.stringify({ ...about, identityPort, billingPort, ...secrets, state }));
  const profiling = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const child = await started([...profiling, SERVER, at("launch.json")], openSync(at("server.log"), "a"));
  const secret = randomUUID();
  const { clients } = JSON.parse(readFileSync(IDENTITIES, "utf8"));
  const value = clients.find(({ clientId }) => clientId === "agentvoicebox-backend");
  const changes = [
    { do: "put", kind: "client", key: value.clientId, value: { ...value, serviceAccountRoles: [], secret } },
  ];
  const answer = await fetch(`http://localhost:${identityPort}/_avb/identities/changes`, {
    method: "POST",
    headers: { authorization: `Bearer ${secrets.adminToken}` },
    body: JSON.stringify({ changes }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return { child, port: identityPort, clientId: value.clientId, secret };
}

function requestTo(port, path, form) {
  const lines = [`${form === undefined ? "GET" : "POST"} ${path} HTTP/1.1`, `Host: localhost:${port}`];
  if (form === undefined) return `${lines.join("\r\n")}\r\n\r\n`;
  lines.push("Content-Type: application/x-www-form-urlencoded", `Content-Length: ${form.length}`);
  return `${lines.join("\r\n")}\r\n\r\n${form}`;
}

/** Resident megabytes and the processor seconds used so far; Linux only. */
function usageOf({ pid }) {
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return { rss, cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}

/** Rows of what was measured: amounts, units and goals. */
export async function measureServer({ seconds = 3, profile } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-server-"));
  const children = [];
  try {
    const plainPort = await freePort();
    const plain = await started(["-e", PLAIN, String(plainPort)]);
    children.push(plain);
    const { child, port, clientId, secret } = await sandbox(folder, profile);
    children.push(child);
    const idle = await idleOf(child);
    const realm = "/realms/agentvoicebox";
    const form = `grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}`;
    const cpu = () => usageOf(child).cpu;
    const measured = async (what, goal, path, body) => {
      const request = requestTo(port, realm + path, body);
      return { what, goal, unit: "/s", ...(await rate({ port, seconds, cpu, request })) };
    };
    const request = requestTo(plainPort, "/");
    const beside = await rate({ port: plainPort, seconds, cpu: () => usageOf(plain).cpu, request });
    return [
      { what: "plain node:http", unit: "/s", ...beside },
      await measured("JWKS", 10_000, "/protocol/openid-connect/certs"),
      await measured("discovery", 10_000, "/.well-known/openid-configuration"),
      await measured("tokens (client_credentials)", 1000, "/protocol/openid-connect/token", form),
      { what: "resident when idle", amount: idle.rss, unit: " MB", goal: 110 },
      { what: "processor when idle", amount: idle.percent, unit: " %", goal: 0 },
      { what: "resident after the load", amount: usageOf(child).rss, unit: " MB" },
    ];
  } finally {
    await Promise.all(children.map(async (child) => child.kill("SIGTERM") && (await once(child, "exit"))));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function idleOf(child) {
  const before = usageOf(child).cpu;
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
  const { rss, cpu } = usageOf(child);
  return { rss, percent: ((cpu - before) / IDLE_SECONDS) * 100 };
}

/** The rows as a table. */
export const serverTable = (rows) =>
  [
    "| what | measured | per second of one processor | goal |",
    "|---|---:|---:|---:|",
    ...rows.map(({ what, amount, aSecond, perCore, unit, goal }) =>
      aSecond === undefined
        ? `| ${what} | ${amount.toFixed(1)}${unit} | | ${goal === undefined ? "" : `<= ${goal}${unit}`} |`
        : `| ${what} | ${aSecond.toFixed(0)}/s | ${perCore.toFixed(0)} | ${goal === undefined ? "" : `>= ${goal}`} |`,
    ),
  ].join("\n");

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: { seconds: { type: "string", default: "3" }, json: { type: "string" }, profile: { type: "string" } },
  });
  const rows = await measureServer({ seconds: Number(values.seconds), profile: values.profile });
  console.log(`${serverTable(rows)}\n\nNode ${process.version}, ${availableParallelism()} processors`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
}
