// Answers a second of the built sandbox server, beside a plain node:http server on the same machine in the same run.
// The servers are held on the first processor and the load on the second, so that an amount is what one processor does.
// Usage: node bench/server.mjs [--seconds 3] [--tokens 100000] [--free] [--json FILE] [--profile FOLDER]   (after `npm run build`)
// --tokens issues that many and tells what memory they leave behind; --free holds nothing on a processor.
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { hold, PLAIN, sandbox, started, usageOf } from "./built-server.mjs";
import { freePort } from "./launch-file.mjs";
import { rate } from "./load.mjs";

const IDLE_SECONDS = 5;

/** Whether servers and load can be kept on a processor each. */
export const CAN_HOLD = process.platform === "linux" && availableParallelism() > 1;

function requestTo(port, path, form) {
  const lines = [`${form === undefined ? "GET" : "POST"} ${path} HTTP/1.1`, `Host: localhost:${port}`];
  if (form === undefined) return `${lines.join("\r\n")}\r\n\r\n`;
  lines.push("Content-Type: application/x-www-form-urlencoded", `Content-Length: ${form.length}`);
  return `${lines.join("\r\n")}\r\n\r\n${form}`;
}

/** Rows of what was measured: amounts, units and goals. */
export async function measureServer({ seconds = 3, profile, held = false, tokens = 0 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "avb-bench-server-"));
  const children = [];
  if (held) hold(process.pid, 1);
  try {
    const plainPort = await freePort();
    const plain = await started(["-e", PLAIN, String(plainPort)], { held });
    children.push(plain);
    const { child, port, clientId, secret } = await sandbox(folder, { profile, held });
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
    const issue = () => measured("tokens (client_credentials)", 1000, "/protocol/openid-connect/token", form);
    return [
      { what: "plain node:http", unit: "/s", ...beside },
      await measured("JWKS", 10_000, "/protocol/openid-connect/certs"),
      await measured("discovery", 10_000, "/.well-known/openid-configuration"),
      await issue(),
      { what: "resident when idle", amount: idle.rss, unit: " MB", goal: 110 },
      { what: "processor when idle", amount: idle.percent, unit: " %", goal: 0 },
      { what: "resident after the load", amount: usageOf(child).rss, unit: " MB" },
      ...(await memoryAfter(child, tokens, issue)),
    ];
  } finally {
    await Promise.all(children.map(async (child) => child.kill("SIGTERM") && (await once(child, "exit"))));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is resident after that many tokens, by quarters: what grew from one to the next would be kept for nothing. */
async function memoryAfter(child, tokens, issue) {
  const rows = [];
  for (let issued = 0; issued < tokens; ) {
    const { done } = await issue();
    issued += done;
    if (issued < (tokens * (rows.length + 1)) / 4) continue;
    rows.push({ what: `resident after ${issued} tokens more`, amount: usageOf(child).rss, unit: " MB" });
  }
  return rows;
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
    options: {
      seconds: { type: "string", default: "3" },
      tokens: { type: "string", default: "0" },
      free: { type: "boolean", default: false },
      json: { type: "string" },
      profile: { type: "string" },
    },
  });
  const { profile, free } = values;
  const held = !free && CAN_HOLD;
  const rows = await measureServer({
    ...{ seconds: Number(values.seconds), tokens: Number(values.tokens), held },
    ...(profile === undefined ? {} : { profile }),
  });
  const how = held ? "the server held on one, the load on another" : "nothing held on one";
  console.log(`${serverTable(rows)}\n\nNode ${process.version}, ${cpus().length} processors, ${how}`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
}
