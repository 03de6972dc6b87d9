// What the mock billing API takes: events a second over HTTP batches, the memory they cost, and how soon a restart answers.
// Usage: npm run build && node bench/billing-events.mjs [--events 100000] [--clients 4]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launchIn, SERVER } from "./launch-file.mjs";

const { values } = parseArgs({
  options: { events: { type: "string", default: "100000" }, clients: { type: "string", default: "4" } },
});
const total = Number(values.events);
const folder = mkdtempSync(join(tmpdir(), "avb-bench-billing-"));
const agent = new Agent({ keepAlive: true });
const { path: launch, billingPort, billingKey } = await launchIn(folder);

async function start() {
  const child = spawn(process.execPath, [SERVER, launch], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await once(child, "message");
  return child;
}

const ask = (method, path, body) =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = { authorization: `Bearer ${billingKey}`, "content-length": Buffer.byteLength(text) };
    const asked = request(
      { host: "127.0.0.1", port: billingPort, method, path: `/api/v1${path}`, headers, agent },
      (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        });
      },
    );
    asked.on("error", reject);
    asked.end(text);
  });

const residentMb = ({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

/** Processor time that a process has used: on a busy machine the clock on the wall says little. */
const processorMs = ({ pid }) => {
  const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ").map(Number);
  return (fields[9] + fields[10]) * 10;
};

async function offer() {
  const metric = { name: "Tokens", code: "tokens", aggregation_type: "sum_agg", field_name: "count" };
  const { billable_metric } = await ask("POST", "/billable_metrics", { billable_metric: metric });
  const charges = [
    { billable_metric_id: billable_metric.lago_id, charge_model: "standard", properties: { amount: "0.01" } },
  ];
  const plan = { name: "P", code: "p", interval: "monthly", amount_cents: 100, amount_currency: "USD", charges };
  await ask("POST", "/plans", { plan });
  await ask("POST", "/customers", { customer: { external_id: "c" } });
  for (let at = 0; at < 10; at += 1)
    await ask("POST", "/subscriptions", {
      subscription: { external_customer_id: "c", plan_code: "p", external_id: `s${at}` },
    });
}

async function send() {
  let next = 0;
  const client = async () => {
    for (let batch = next++; batch * 100 < total; batch = next++) {
      const events = Array.from({ length: 100 }, (_, at) => ({
        transaction_id: crypto.randomUUID(),
        external_subscription_id: `s${batch % 10}`,
        code: "tokens",
        properties: { count: at, model: "small" },
      }));
      await ask("POST", "/events/batch", { events });
    }
  };
  await Promise.all(Array.from({ length: Number(values.clients) }, client));
}

const timed = async (work) => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

let child = await start();
try {
  await offer();
  const sendingMs = await timed(send);
  const full = residentMb(child);
  const usage = () => ask("GET", "/customers/c/current_usage?external_subscription_id=s1");
  const usageMs = await timed(usage);
  child.kill("SIGKILL");
  await once(child, "exit");
  const restartMs = await timed(async () => {
    child = await start();
    await usage();
  });
  const restartCpuMs = processorMs(child);
  const { meta } = await ask("GET", "/events?per_page=1");
  const rows = [
    ["events", meta.total_count, total],
    ["events a second over batches", Math.round((total / sendingMs) * 1000), ">= 5000"],
    ["resident memory with all of them, MB", Math.round(full), "< 250"],
    ["one usage of a tenth of them, ms", Math.round(usageMs), ""],
    ["from kill -9 to the next usage, ms", Math.round(restartMs), "< 1000"],
    ["processor time of that, ms", restartCpuMs, ""],
    ["resident memory after that, MB", Math.round(residentMb(child)), "< 250"],
    ["events on disk, MB", (statSync(join(folder, "billing/events.log")).size / 1e6).toFixed(1), ""],
  ];
  console.table(rows.map(([what, measured, goal]) => ({ what, measured, goal })));
} finally {
  child.kill("SIGKILL");
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
