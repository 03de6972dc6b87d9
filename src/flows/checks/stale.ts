import type { Check, Finding } from "../../domain/check.ts";
import { findings } from "../../domain/check.ts";
import type { Checkout } from "../../domain/checkout.ts";
import type { World } from "../../domain/world.ts";
import { lockHolder } from "../lock.ts";
import { observeSandbox } from "../observe-sandbox.ts";

/** Records of processes that are no more. */
export const staleCheck: Check = {
  id: "stale",
  title: "Server and lock",
  looksAt: "the record of the sandbox server and the lock: whether their processes live and are ours",
  run: async (world, { checkout }) => {
    const [server, lock] = await Promise.all([serverFinding(world, checkout), lockFinding(world, checkout)]);
    return findings([...server, ...lock], "nothing is left of processes that have ended");
  },
};

async function serverFinding(world: World, checkout: Checkout): Promise<readonly Finding[]> {
  const observed = await observeSandbox(world, checkout);
  if (observed.state === "none") return [];
  const { pid, identityPort } = observed.instance;
  if (observed.state === "answering")
    return [{ state: "ok", says: `the sandbox server runs (pid ${pid}, port ${identityPort})` }];
  if (observed.state === "silent") {
    const says = `the sandbox server lives (pid ${pid}) but does not answer as itself on port ${identityPort}`;
    return [{ state: "fail", says, fixes: ["avb dev restart"] }];
  }
  const says = `the sandbox server has ended without being stopped (pid ${pid}); its record ${checkout.state.instance} is left`;
  const cure = { kind: "remove", path: checkout.state.instance } as const;
  return [{ state: "warn", says, fixes: ["avb dev up", "avb dev down"], cure }];
}

async function lockFinding(world: World, checkout: Checkout): Promise<readonly Finding[]> {
  const holder = await lockHolder(world, checkout);
  if (holder === undefined) return [];
  const who = `'${holder.command}' (pid ${holder.pid})`;
  if (holder.alive) return [{ state: "ok", says: `this stack is being changed by ${who}` }];
  const says = `the lock ${checkout.state.lock} was left by ${who}, which has ended`;
  return [{ state: "warn", says, fixes: ["avb dev up, which takes it over"], cure: { kind: "take-over" } }];
}
