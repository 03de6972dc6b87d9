import { resolveEnv } from "../../domain/env-resolve.ts";
import type { Proof } from "../../domain/proof.ts";
import type { Stack } from "../../domain/stack.ts";
import { turns } from "../../domain/turns.ts";
import { type Opa, opaAt } from "../../services/opa/api.ts";
import { malformedCases, wellFormedCases } from "../../services/opa/malformed.ts";
import { accessRules } from "../../services/opa/rules.ts";
import { policyId } from "../../services/opa/seed.ts";
import { type DecisionCase, listedCases, unlistedCases } from "../../services/opa/truth-table.ts";
import { catalogueOf } from "../catalogue.ts";
import { ownPolicies, shippedPolicies } from "../opa/policy-files.ts";
import { type Claim, tried } from "./claim.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const SEED = "avb dev seed opa";
/** A seeding writes files; one that was pushed over HTTP lives in the server's memory. */
const RESTART = "avb dev restart opa";
const FLAG = "OPA_ENABLED";
const AT_ONCE = 8;
const TELL_EACH = 200;

/** OPA: every line of the truth table is asked of the running server; where none runs, the flag says that nobody asks. */
export const opaVerifier: Verifier = {
  id: "opa",
  title: "OPA: who may do what",
  async prove(subject) {
    const { world, stack, signal } = subject;
    const flag = await flagProof(subject);
    if (!stack.running.has("opa")) return [flag];
    const opa = opaAt(world.http, stack.ports.get("opa.http") ?? 0, signal);
    return [flag, await strangers(subject, opa), ...(await decisions(subject, opa))];
  },
};

/** Matrix 3.1: in sandbox all policies pass, since the application does not ask. */
function flagProof({ checkout, stack }: ProofSubject): Promise<Proof> {
  const runs = stack.running.has("opa");
  const claim = runs
    ? `${FLAG} is true for applications, so that they ask`
    : `${FLAG} is false for applications, so that all policies pass and nobody is asked`;
  return tried({ id: "opa.flag", claim, fix: "avb dev up" }, async () => {
    const seen = flagIn(stack, catalogueOf(checkout));
    return seen === String(runs) ? undefined : `it is ${seen}`;
  });
}

function flagIn(stack: Stack, services: Parameters<typeof resolveEnv>[0]): string {
  const value = resolveEnv(services, stack, { view: "container" }).find(({ name }) => name === FLAG)?.value;
  return value?.kind === "text" ? value.text : "not a fixed value";
}

/** A policy that was pushed by hand may allow what no line of the table asks for. */
const strangers = ({ world, checkout }: ProofSubject, opa: Opa): Promise<Proof> =>
  tried(
    { id: "opa.policies", claim: "no policy beside avb's and the team's own has a say", fix: RESTART },
    async () => {
      const named = [...(await shippedPolicies(world)).keys(), ...(await ownPolicies(world, checkout)).keys()];
      const known = new Set(named.map(policyId));
      const strange = (await opa.policies()).filter((one) => !known.has(one.id) && hasSay(one.package));
      return strange.length === 0 ? undefined : `there is ${strange.map(({ id }) => id).join(", ")}`;
    },
  );

const hasSay = (name: string): boolean => /^(?:agentvoicebox|system)(?:\.|$)/.test(name);

async function decisions({ progress }: ProofSubject, opa: Opa): Promise<readonly Proof[]> {
  const cases = [...wellFormedCases, ...listedCases(accessRules), ...unlistedCases(accessRules), ...malformedCases];
  const turn = turns(AT_ONCE);
  let asked = 0;
  return Promise.all(
    cases.map((one) =>
      turn(() => {
        asked += 1;
        if (asked % TELL_EACH === 0) progress(`${asked} of ${cases.length} decisions`);
        return decision(opa, one);
      }),
    ),
  );
}

function decision(opa: Opa, { id, claim, input, allow }: DecisionCase): Promise<Proof> {
  const about: Claim = { id: `opa.${id}`, claim, fix: SEED };
  return tried(about, async () => {
    const seen = await opa.decide(input);
    return seen === allow ? undefined : `it decided ${JSON.stringify(seen) ?? "nothing"}`;
  });
}
