// Wall time of whole processes.
import { spawnSync } from "node:child_process";

/** Milliseconds that `node ...args` took; throws when it failed, since a failure's time says nothing. */
export function timed(args, options) {
  const start = process.hrtime.bigint();
  const done = spawnSync(process.execPath, args, { ...options, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (done.status !== 0) throw new Error(`${args.join(" ")} ended with ${done.status}: ${done.stderr}`);
  return ms;
}

/** Runs every case once a round, so that a busy moment hits all of them; one unmeasured round first. */
export function interleaved(cases, rounds, options) {
  const times = new Map(cases.map(({ name }) => [name, []]));
  for (const { args } of cases) timed(args, options);
  for (let round = 0; round < rounds; round += 1)
    for (const { name, args } of cases) times.get(name).push(timed(args, options));
  return times;
}

/** The middle value. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
