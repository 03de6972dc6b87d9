import type { Checkout } from "../domain/checkout.ts";
import type { Step } from "../domain/plan.ts";
import { keepPorts } from "./allocate-ports.ts";
import { endSandbox } from "./end-sandbox.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { type LivingSandbox, runningSandbox } from "./observe-sandbox.ts";
import type { UpObservation } from "./observe-up.ts";
import { planSeed } from "./plan-seed.ts";
import { proveBilling, provePlans, proveToken } from "./prove-sandbox.ts";
import { applyBilling, observeBilling, sandboxBilling } from "./seed-billing.ts";
import { endOrphan, type Orphan, startSandbox } from "./start-sandbox.ts";
import { refreshWrittenEnv } from "./written-env.ts";

/** Makes the root that every local secret is derived from. */
export const makeSecrets = (checkout: Checkout): Step => ({
  id: "secrets",
  title: "make this checkout's secrets",
  because: "there are none yet",
  after: [],
  run: async (world) => void (await openLocalSecrets(world, checkout)),
});

/** Remembers the moves, so that the next start finds the same ports. */
export const keepThePorts = (checkout: Checkout, { allocation, wishes }: UpObservation): Step => ({
  id: "ports",
  title:
    allocation.stack.embedded.size > 0
      ? `keep the ports ${wishes.identityPort} and ${wishes.billingPort}`
      : "keep the ports",
  because: allocation.moved[0] === undefined ? "they are free" : `${allocation.moved[0].from} is taken`,
  after: [],
  run: (world) => keepPorts(world, checkout, allocation),
});

/** Ends what an interrupted start left on its port. */
export const endCutOff = (orphan: Orphan): Step => ({
  id: "end-cut-off",
  title: "end the server of a start that was cut off",
  because: `its process (pid ${orphan.pid}) still holds its port`,
  after: [],
  run: (world) => endOrphan(world, orphan),
});

/** Ends the server in order. */
export const endServer = (checkout: Checkout, server: LivingSandbox, because: string): Step => ({
  ...{ id: "end-server", title: "end the sandbox server", because, after: [] },
  run: (world) => endSandbox(world, checkout, server),
});

/** Starts the server and waits until it serves. */
export const startServer = (checkout: Checkout, { wishes }: UpObservation, because: string): Step => ({
  id: "start-server",
  title: `start the sandbox server on http://localhost:${wishes.identityPort}`,
  because,
  after: ["secrets", "ports", "end-server", "end-cut-off"],
  run: async (world, _report, signal) => void (await startSandbox(world, checkout, { wishes, signal })),
});

/** Reads the identities and writes those that differ. */
export const writeIdentities = (checkout: Checkout, because: string): Step => ({
  id: "seed",
  title: "write the identities that differ",
  because,
  after: ["secrets", "start-server"],
  async run(world, report) {
    const { client } = await runningSandbox(world, checkout);
    const { changes } = await planSeed(world, checkout, await client.identities());
    report.progress(`${changes.length} written`);
    if (changes.length > 0) await client.apply(changes);
  },
});

/** Proves that the identity provider can be used. */
export const prove = (checkout: Checkout, seed: boolean): Step => ({
  id: "prove-token",
  title: seed ? "get a token and verify it" : "read the published keys",
  because: "ready means usable",
  after: ["start-server", "seed"],
  async run(world) {
    const { client, instance } = await runningSandbox(world, checkout);
    if (seed) await proveToken(world, checkout, instance);
    else await client.publishedKeys();
  },
});

/** Reads what the mock billing API holds and writes what differs. */
export const writeBillingStep = (checkout: Checkout, because: string): Step => ({
  id: "seed-billing",
  title: "write the plans, customers and subscriptions that differ",
  because,
  after: ["secrets", "start-server"],
  async run(world, report, signal) {
    const { instance } = await runningSandbox(world, checkout);
    const billing = await sandboxBilling(world, checkout, instance, { signal });
    const observed = await observeBilling(billing, false);
    const kept = await applyBilling(billing, observed);
    const told = kept.map(({ kind, key, why }) => `${kind} ${key}: ${why}`);
    report.progress([`${observed.writes.length} written`, ...told].join("; "));
  },
});

/** Proves that the mock billing API answers, and that it has a plan to subscribe to where it was seeded. */
export const proveBillingStep = (checkout: Checkout, seed: boolean): Step => ({
  id: "prove-billing",
  title: `ask the mock billing API for ${seed ? "its plans" : "its health"}`,
  because: "ready means usable",
  after: ["start-server", "seed-billing"],
  async run(world, _report, signal) {
    const { client, instance } = await runningSandbox(world, checkout);
    await proveBilling(client, instance);
    if (seed) await provePlans(await sandboxBilling(world, checkout, instance, { signal }));
  },
});

/** Writes the stale files of `env --write` again. */
export const refreshFiles = (checkout: Checkout, { allocation, staleFiles }: UpObservation): Step => ({
  id: "env-files",
  title: `write ${staleFiles.join(", ")} again`,
  because: "its values have changed",
  after: ["secrets", "ports", "usable-vault", "seed-vault"],
  run: async (world) => void (await refreshWrittenEnv(world, checkout, allocation.stack)),
});
