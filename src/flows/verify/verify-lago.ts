import type { Proof } from "../../domain/proof.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import { wantedBilling } from "../billing-document.ts";
import { type LagoCalls, lagoCalls } from "../lago-calls.ts";
import { billingAt, observeBilling } from "../seed-billing.ts";
import { SEEN_FROM_LAGO } from "../seeding/seed-lago.ts";
import { type Claim, tried, untried, wordsOf } from "./claim.ts";
import { proveUsage } from "./lago-usage.ts";
import type { ProofSubject, Verifier } from "./verifier.ts";

const SEED = "avb dev seed lago";
const FIX = "avb dev up";

/** Lago, real or avb's stand-in or the sandbox's: what the documents say is there, and usage becomes money. */
export const lagoVerifier: Verifier = {
  id: "lago",
  title: "Lago: billing",
  async prove(subject) {
    const { running, embedded, ports } = subject.stack;
    if (!running.has("lago") && !embedded.has("lago"))
      return [untried({ id: "lago.api", claim: "Lago answers" }, "no Lago is in this stack")];
    const [port, key] = [ports.get("lago.api") ?? 0, await subject.secrets.get("lago/api-key")];
    const { world, signal } = subject;
    const calls = lagoCalls(world, { port, key, signal });
    const stranger = lagoCalls(world, { port, key: undefined, signal });
    const wrong = lagoCalls(world, { port, key: await subject.secrets.get("lago/nobody's-key"), signal });
    const access = await Promise.all([
      organisation(calls),
      refused("lago.key.none", "nobody gets in without a key", stranger),
      refused("lago.key.wrong", "nobody gets in with another key", wrong),
    ]);
    if (access[0]?.outcome === "broken") return access;
    return [...access, ...(await proveDocument(subject, port)), ...(await proveUsage(calls, subject))];
  },
};

const organisation = (calls: LagoCalls): Promise<Proof> =>
  tried({ id: "lago.organisation", claim: "Lago has an organisation, and its key opens it", fix: FIX }, async () => {
    const { organization } = await calls.done("GET", "/organizations");
    const { name } = Object(organization);
    return typeof name === "string" && name !== "" ? undefined : "it answered no organisation";
  });

const refused = (id: string, claim: string, calls: LagoCalls): Promise<Proof> =>
  tried({ id, claim, fix: FIX }, async () => {
    const { status } = await calls.ask("GET", "/organizations");
    return status === 401 ? undefined : `it answered ${status}`;
  });

/** One claim for each thing of the document: it is there, as the document has it. */
async function proveDocument(
  { world, checkout, stack, signal }: ProofSubject,
  port: number,
): Promise<readonly Proof[]> {
  const place = stack.running.has("lago") ? SEEN_FROM_LAGO : {};
  const claim: Claim = { id: "lago.document", claim: "Lago can be compared with its document", fix: SEED };
  try {
    const billing = await billingAt(world, checkout, { ...place, port, signal });
    const { verdicts } = await observeBilling(billing, false);
    const document = await wantedBilling(world, checkout, place);
    const wanted = verdicts.filter((verdict) => verdict.do !== "orphan");
    const total = Object.values(document).reduce((sum, things) => sum + things.length, 0);
    const whole = await tried(claim, async () =>
      new Set(wanted.map(({ kind, key }) => `${kind} ${key}`)).size === total
        ? undefined
        : "something was not compared",
    );
    return [whole, ...wanted.map(asProof)];
  } catch (error) {
    return [await tried(claim, async () => wordsOf(error))];
  }
}

const SHORT: Readonly<Record<string, string>> = { billable_metric: "metric", webhook_endpoint: "endpoint" };

const asProof = (verdict: SeedVerdict): Proof => {
  const { kind, key, why = "" } = verdict;
  const word = SHORT[kind] ?? kind;
  const about = { id: `lago.${word}.${key}`, claim: `${word} ${key} is as the document has it` };
  if (verdict.do === "keep") return { ...about, outcome: "held" };
  return { ...about, outcome: "broken", said: why, fix: SEED };
};
