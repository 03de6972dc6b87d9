import { expect } from "vitest";
import { expectDone, type LiveStack } from "./live-stack.ts";
import type { Fields } from "./seeded-stack.ts";

/** What an application keeps in step, by its other end (matrix section 8). */
const LINKS = ["User profile", "Usage events", "Invoices", "Secrets", "Policies", "Workflows"];

/** Each link of the matrix's section 8 is tried with the real services and holds, and nothing is left of the trial. */
export async function expectLinksProved(stack: LiveStack): Promise<void> {
  const { links } = await stack.json("sync", "--prove");
  const seen = (links as readonly Fields[]).map(({ source, with: by, last }) => {
    const { held, broken } = Object(last);
    return { source, by, isProved: held > 0, broken };
  });
  expect(seen).toEqual(LINKS.map((source) => ({ source, by: "service", isProved: true, broken: 0 })));
  expectDone(await stack.avb("drift", "--exit-code"));
  expect(await stack.json("up")).toMatchObject({ plan: [] });
}

/** From a sign-in to the invoice in one command, each hop with its time. */
export async function expectGoldenPath(stack: LiveStack): Promise<void> {
  const { sections } = await stack.json("verify", "golden");
  const [{ proofs }] = sections as readonly [{ readonly proofs: readonly Fields[] }];
  expect(proofs.length).toBeGreaterThanOrEqual(7);
  for (const { id, outcome, ms } of proofs) expect([id, outcome, typeof ms]).toEqual([id, "held", "number"]);
}
