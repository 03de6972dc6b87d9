// The live mode beside plain `docker compose`, as ratios of one run. Needs an engine with the images of the live mode.
// Usage: npm run build && node bench/live.mjs [--rounds 3] [--slot 8] [--only cold,repeat,look,down,plan,idle] [--json FILE]
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { idleShare, peakMb } from "./live-cost.mjs";
import { planTimes } from "./live-plan.mjs";
import { avbStack, bareKeycloak, plainStack, renderedStack } from "./live-stacks.mjs";
import { median } from "./timing.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    slot: { type: "string", default: "8" },
    only: { type: "string", default: "cold,repeat,look,down,plan,idle" },
    json: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const wanted = new Set(values.only.split(","));
const rows = [];
const load = () => loadavg()[0].toFixed(1);

/** A row: what was measured, beside what, and how many times as long it may take. */
function row(what, seconds, beside, goal, unit = "s") {
  const ratio = beside === undefined ? undefined : median(seconds) / median(beside.seconds);
  rows.push({ what, median: median(seconds), unit, all: seconds, beside: beside?.what, ratio, goal, load: load() });
  const amounts = seconds.map((one) => one.toFixed(2)).join(" ");
  console.error(`${what}: ${amounts} ${unit}${ratio === undefined ? "" : `, ${ratio.toFixed(2)} x`} (load ${load()})`);
}

const avb = avbStack(values.slot);
const plain = plainStack();
const rendered = renderedStack(avb);
const bare = bareKeycloak(avb);

/** Everything once from nothing and once from kept volumes, one contender after the other in every round. */
function coldAndWarm() {
  const cold = { avb: [], bare: [], plain: [], rendered: [] };
  const warm = { avb: [], plain: [] };
  const note = (times, what, taken) => {
    times.push(taken);
    console.error(`${what}: ${taken.toFixed(1)} s (load ${load()})`);
  };
  for (let round = 0; round < rounds; round += 1) {
    note(cold.bare, "bare", bare.boot());
    note(cold.avb, "avb cold", avb.up());
    avb.down();
    note(warm.avb, "avb warm", avb.up());
    avb.remove();
    note(cold.plain, "plain cold", plain.up());
    plain.down();
    note(warm.plain, "plain warm", plain.up());
    plain.remove();
    note(cold.rendered, "rendered cold", rendered.up());
    rendered.remove();
  }
  const of = (what, seconds) => ({ what, seconds });
  row("bare prepared Keycloak on an empty database", cold.bare);
  row("cold up to usable", cold.avb, of("that bare Keycloak", cold.bare), "<= 1.2");
  row("cold up to usable", cold.avb, of("compose up --wait of a plain file", cold.plain), "<= 0.7");
  row("cold up to usable", cold.avb, of("compose up --wait of avb's own file", cold.rendered), "<= 1.0");
  row("warm up to usable", warm.avb, of("compose up --wait of a plain file", warm.plain), "<= 0.4");
}

/** One after the other, so that a busy moment hits both. */
function besides(what, one, other, goal, count = rounds * 5) {
  const times = [[], []];
  for (let round = 0; round < count; round += 1) for (const [at, act] of [one, other].entries()) times[at].push(act());
  row(what[0], times[0], { what: what[1], seconds: times[1] }, goal);
}

function downs() {
  const times = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const [at, stack] of [avb, plain].entries()) {
      stack.up();
      times[at].push(stack.down());
    }
  row("down", times[0], { what: "compose down", seconds: times[1] }, "<= 1.0");
}

async function costs() {
  const { share, mb } = await idleShare(avb, 20);
  row("status --watch, processor when idle", [share * 100], undefined, "<= 3", "%");
  row("status --watch, memory", [mb], undefined, "<= 120", "MB");
  row("up, memory at its highest", [await peakMb(avb)], undefined, "<= 120", "MB");
}

function plans() {
  for (const { services, seconds } of planTimes(values.slot))
    row(`up --plan of ${services} services`, seconds, undefined, services === 500 ? "<= 1 s" : undefined);
}

/** What can be measured, and which of the two stacks must run for it. */
const SECTIONS = {
  cold: { needs: [bare], measure: coldAndWarm },
  repeat: {
    needs: [avb, plain],
    measure: () => besides(["repeat up", "repeated compose up --wait"], avb.up, plain.up, "<= 1.0"),
  },
  look: {
    needs: [avb, plain],
    measure: () => besides(["status --json", "compose ps --format json"], avb.status, plain.ps, "<= 1.3"),
  },
  idle: { needs: [avb], measure: costs },
  down: { needs: [], measure: downs },
  plan: { needs: [], measure: plans },
};

async function all() {
  for (const [name, { needs, measure }] of Object.entries(SECTIONS)) {
    if (!wanted.has(name)) continue;
    for (const stack of needs) stack.begin();
    await measure();
  }
}

try {
  await all();
} finally {
  for (const stack of [avb, plain, rendered, bare]) stack.remove();
  avb.close();
}
console.log("| what | median | beside | ratio | goal |\n|---|---:|---|---:|---|");
for (const { what, median: middle, unit, beside = "", ratio, goal = "" } of rows)
  console.log(`| ${what} | ${middle.toFixed(2)} ${unit} | ${beside} | ${ratio?.toFixed(2) ?? ""} | ${goal} |`);
console.log(
  `\nNode ${process.version}, ${availableParallelism()} processors, ${rounds} rounds, load at the end ${load()}`,
);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, rounds, rows }, null, 2)}\n`);
