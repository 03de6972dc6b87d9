import type { Proof } from "../../src/domain/proof.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { lastProofs } from "../../src/flows/verify/proof-record.ts";
import type { ProofSubject, Verifier } from "../../src/flows/verify/verifier.ts";
import { type Verifiers, verify } from "../../src/flows/verify/verify.ts";
import { liveWorld } from "./live-world.ts";

/** A claim that holds. */
export const held = (id: string): Proof => ({ id, claim: `${id} is so`, outcome: "held" });
/** A claim that does not. */
export const broken = (id: string): Proof => ({
  id,
  claim: `${id} is so`,
  outcome: "broken",
  said: "no",
  fix: "avb dev seed",
});

/** How a section of a test tries its claims. */
export type Prove = (subject: ProofSubject) => Promise<readonly Proof[]>;

/** A section of a test's own; one that names a service needs it. */
export const section = (id: string, prove: Prove, service?: string): Verifiers => ({
  [id]: async (): Promise<Verifier> => ({
    id,
    title: `part ${id}`,
    prove,
    ...(service === undefined ? {} : { service }),
  }),
});

/** A stack in a fake world whose sections are these. */
export async function proving(verifiers: Verifiers, ...running: readonly string[]) {
  const outside = liveWorld();
  await outside.upWith(...running);
  outside.lines.length = 0;
  const run = (...sections: readonly string[]) => verify(outside.tools, { sections }, verifiers);
  const record = async () => lastProofs(outside.world, await openCheckout(outside.world));
  return { ...outside, run, record };
}
