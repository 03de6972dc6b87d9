import type { Proof } from "../../domain/proof.ts";
import { lagoCalls } from "../lago-calls.ts";
import { timed, tried, untried } from "./claim.ts";
import { HOPS, type Hop, type Journey } from "./golden-hops.ts";
import { proveUsage } from "./lago-usage.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

/** Hops at Lago: what the proof of its usage calls them, and what they are on this way. */
const BILLED: Readonly<Record<string, readonly [id: string, claim: string]>> = {
  "lago.usage.event": ["usage", "the session's usage is sent as an event"],
  "lago.usage.invoice": ["invoice", "the usage is a line of an invoice"],
};

/** One way through everything, as a session of the application takes it, with the time of each hop. */
export const goldenVerifier: Verifier = {
  id: "golden",
  title: "Golden path: from sign-in to invoice",
  async prove(subject) {
    const journey: Journey = {};
    const proofs: Proof[] = [];
    for (const hop of HOPS) {
      subject.progress(hop.claim);
      proofs.push(await proveHop(hop, journey, subject));
    }
    return [...proofs, ...(await billed(subject))];
  },
};

async function proveHop(hop: Hop, journey: Journey, subject: ProofSubject): Promise<Proof> {
  const { service, act, ...rest } = hop;
  const about = { ...rest, id: `golden.${hop.id}` };
  if (service !== undefined && !subject.stack.running.has(service))
    return untried(about, `${service} does not run in this stack`);
  return timed(subject.world.clock, () => tried(about, () => act(journey, subject)));
}

async function billed(subject: ProofSubject): Promise<readonly Proof[]> {
  const { world, stack, secrets, signal } = subject;
  const place = { port: stack.ports.get("lago.api") ?? 0, key: await secrets.get("lago/api-key"), signal };
  const proofs = await proveUsage(lagoCalls(world, place), subject);
  const seen = proofs.flatMap(({ id, ...proof }) => {
    const named = BILLED[id];
    return named === undefined ? [] : [{ ...proof, id: `golden.${named[0]}`, claim: named[1] }];
  });
  // What spoilt the way to the invoice is part of it.
  const spoilt = proofs.filter(({ id, outcome }) => BILLED[id] === undefined && outcome === "broken");
  return [...seen, ...spoilt.map((proof) => ({ ...proof, id: `golden.${proof.id}` }))];
}
