import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { EXIT } from "../../src/domain/exit-codes.ts";
import type { RunTools } from "../../src/domain/graph.ts";
import { brokenOf } from "../../src/domain/proof.ts";
import { patiently } from "../../src/domain/retry.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { seed } from "../../src/flows/seed.ts";
import { verify } from "../../src/flows/verify/verify.ts";
import type { Breakage, Planter } from "./breakage.ts";
import { planterOf } from "./breakage.ts";
import type { LiveStack } from "./live-stack.ts";
import { recordingWatch } from "./recording-watch.ts";
import { worldOf } from "./stack-world.ts";

/** A running stack whose services are broken and mended in this process: starting a program for each look would take longer than looking. */
export interface MutationRun {
  readonly planter: Planter;
  /** Every line by which the stack differs from its documents, or a claim about it does not hold. */
  complaints(service: string): Promise<readonly string[]>;
  /** Makes it as the documents say again. */
  mend(breakages: readonly Breakage[]): Promise<void>;
}

/** The flows of avb over the real services of this stack. */
export async function mutationRun(stack: LiveStack): Promise<MutationRun> {
  const world = worldOf(stack);
  const tools: RunTools = { world, watch: recordingWatch().watch, signal: new AbortController().signal };
  const { ports } = await resolveStack(world, await openCheckout(world));
  const planter = planterOf({ stateFolder: stack.stateFolder(), ports, ids: await stack.ids() });
  return {
    planter,
    complaints: async (service) => {
      // One after the other: Keycloak lets nobody sign in twice at the same time.
      const drift = await drifting(tools, service);
      const report = await verify(tools, { sections: [service] });
      return [...drift, ...brokenOf(report).map(({ id, said = "" }) => `proof ${id}: ${said}`)];
    },
    async mend(breakages) {
      for (const { mend } of breakages) await mend?.(planter);
      const services = [...new Set(breakages.map(({ service }) => service))];
      // A namespace that was just deleted is not free for a moment: the error says to go on from there.
      const passes = (error: unknown) => error instanceof AvbError && error.exitCode === EXIT.seed;
      const how = { clock: world.clock, random: world.random, attempts: 4, firstMs: 3000, passes };
      await patiently(() => seed(tools, { services, planOnly: false }), how);
    },
  };
}

/** An application's own tables are not there before its migrations, and topics of its own are told and left: that says nothing of the documents. */
const isTold = (one: { readonly do: string; readonly kind: string }): boolean =>
  one.do !== "blocked" && one.kind !== "table" && !(one.do === "orphan" && one.kind === "topic");

/** What `avb dev seed SERVICE --plan` would write, and what is there that no document names. */
async function drifting(tools: RunTools, service: string): Promise<readonly string[]> {
  const { services } = await seed(tools, { services: [service], planOnly: true });
  return services.flatMap(({ changes }) =>
    changes.filter(isTold).map((one) => `drift ${one.do} ${one.kind} ${one.key}`),
  );
}
