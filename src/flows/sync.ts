import { AvbError } from "../domain/errors/avb-error.ts";
import type { RunTools } from "../domain/graph.ts";
import type { SyncFlow } from "../domain/integrations.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { syncFlows } from "../services/sync-flows.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { type LastProof, lastProofs } from "./verify/proof-record.ts";
import { VERIFIERS } from "./verify/verifiers.ts";
import { type Verifiers, verify } from "./verify/verify.ts";

/** One link of the application with a service. */
export interface SyncLink extends Pick<SyncFlow, "source" | "service" | "direction" | "type" | "proofs"> {
  /** What is at the other end in this stack. */
  readonly with: "service" | "stand-in" | "nothing";
  /** What came of the sections that show it, when they were last proved; absent before they ever were. */
  readonly last?: LastProof & { readonly ageMs: number };
}

/** The links of matrix section 8. */
export interface SyncResult {
  readonly mode: string;
  readonly links: readonly SyncLink[];
}

/** What is asked for. */
export interface SyncOptions {
  readonly mode?: string;
  /** Try the links first. */
  readonly prove: boolean;
}

/** The sections that show the links; that of the user profile changes a user, so it is no part of `verify`, where others read them. */
export const SYNC_VERIFIERS: Verifiers = {
  sync: async () => (await import("./verify/verify-sync.ts")).syncVerifier,
  ...Object.fromEntries(Object.entries(VERIFIERS).filter(([id]) => sectionsShown().has(id))),
};

/** The six links: what is at their other end, and when they were last shown to hold. */
export async function sync(
  tools: RunTools,
  { mode, prove }: SyncOptions,
  verifiers: Verifiers = SYNC_VERIFIERS,
): Promise<SyncResult> {
  const { world } = tools;
  const overrides = mode === undefined ? {} : { mode };
  if (prove) await verify(tools, { ...overrides, sections: [] }, verifiers);
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  const record = await lastProofs(world, checkout);
  const links = syncFlows.map((flow): SyncLink => {
    const { source, service, direction, type, proofs } = flow;
    const last = oldest(proofs.flatMap((proof) => record[sectionOf(proof)] ?? []));
    const about = { source, service, direction, type, proofs, with: otherEnd(stack, flow) };
    return last === undefined ? about : { ...about, last: { ...last, ageMs: ageOf(world, last) } };
  });
  return { mode: stack.mode, links };
}

/** SYNC_BROKEN (14) names the links whose last proof did not hold. */
export function requireInStep({ links }: SyncResult): void {
  const broken = links.filter(({ last }) => last !== undefined && last.broken > 0);
  if (broken.length === 0) return;
  const sections = [...new Set(broken.flatMap(({ proofs }) => proofs.map(sectionOf)))].filter((id) => id !== "sync");
  throw AvbError.of("SYNC_BROKEN", {
    links: broken.map(({ source, service }) => `${source} (${service})`).join(", "),
    fix: sections.length === 0 ? "avb dev seed keycloak" : `avb dev verify ${sections.join(" ")}`,
  });
}

function sectionOf(proof: string): string {
  return proof.split(".")[0] ?? proof;
}

function sectionsShown(): ReadonlySet<string> {
  return new Set(syncFlows.flatMap(({ proofs }) => proofs.map(sectionOf)));
}

const otherEnd = ({ running, embedded }: Stack, { id }: SyncFlow): SyncLink["with"] => {
  if (running.has(id)) return "service";
  return embedded.has(id) ? "stand-in" : "nothing";
};

const oldest = (proofs: readonly LastProof[]): LastProof | undefined =>
  [...proofs].sort((one, other) => one.atMs - other.atMs)[0];

const ageOf = ({ clock }: World, { atMs }: LastProof): number => Math.max(0, clock.now() - atMs);
