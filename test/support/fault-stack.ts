import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type AvbHome, type AvbRun, avbHome, type HomePlan } from "./run-avb.ts";
import { endServersOf, processesOf, serversOf } from "./sandbox-processes.ts";

const BIN = join(import.meta.dirname, "../../bin/run.js");

/** How often each fault is played: once in an ordinary run, as often as AVB_SOAK says in a long one. */
export const ROUNDS: readonly number[] = Array.from({ length: Number(process.env.AVB_SOAK ?? 1) }, (_, round) => round);

/** A stack of its own that faults are done to, and what must hold of it afterwards. */
export interface FaultStack {
  readonly home: AvbHome;
  /** Runs `avb dev …` to its end. */
  avb(...args: readonly string[]): Promise<AvbRun>;
  /** Starts `avb dev …` and hands it over. */
  start(...args: readonly string[]): ChildProcess;
  stateFolder(): string;
  /** `up` succeeds, and there is one server, whose tokens hold. */
  expectUp(): Promise<void>;
  /** `down` succeeds, and nothing is left. */
  expectDown(): Promise<void>;
  /** Nothing of this stack runs but the servers that its record knows: at once, or within the five seconds that are allowed. */
  expectNoLeftovers(): Promise<void>;
  /** Every file of the state folder is whole, and nobody else may read it. */
  expectReadable(): void;
  remove(): void;
}

/** Makes one in this slot. */
export function faultStack(slot: string, plan: HomePlan = {}): FaultStack {
  const home = avbHome(plan);
  const { checkout = "checkout" } = plan;
  const env = { AVB_SLOT: slot };
  const avb: FaultStack["avb"] = (...args) => home.run(["dev", ...args], env);
  const state = home.env.AVB_STATE_DIR ?? "";
  const stateFolder = () => join(state, readdirSync(state).find((name) => name.startsWith(`${checkout}-`)) ?? "");
  const recorded = () => (existsSync(state) ? pidIn(join(stateFolder(), "instance.json")) : undefined);
  return {
    ...{ home, avb, stateFolder },
    start: (...args) =>
      spawn(process.execPath, [BIN, "dev", ...args], { cwd: home.cwd, env: { ...home.env, ...env }, stdio: "ignore" }),
    async expectUp() {
      const up = await avb("up", "--json");
      expect(up, up.stdout + up.stderr).toMatchObject({ status: 0 });
      expect(serversOf(home)).toEqual([recorded()]);
    },
    async expectDown() {
      const down = await avb("down");
      expect(down, down.stderr).toMatchObject({ status: 0 });
      expect(processesOf(home)).toEqual([]);
    },
    async expectNoLeftovers() {
      const strangers = () => processesOf(home).filter((pid) => pid !== recorded());
      await expect.poll(strangers, { timeout: 5000, interval: 20 }).toEqual([]);
    },
    expectReadable: () => expectReadable(state),
    remove() {
      endServersOf(home);
      home.remove();
    },
  };
}

function pidIn(record: string): number | undefined {
  try {
    return JSON.parse(readFileSync(record, "utf8")).pid;
  } catch {
    return undefined;
  }
}

function expectReadable(state: string): void {
  // The signal may have come before anything was written.
  if (!existsSync(state)) return;
  for (const entry of readdirSync(state, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    expect(statSync(path).mode & 0o077, path).toBe(0);
    if (entry.name.endsWith(".json")) expect(() => JSON.parse(readFileSync(path, "utf8")), path).not.toThrow();
  }
}
