import type { Checkout } from "../../domain/checkout.ts";
import { closest } from "../../domain/closest.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { type RunTools, runGraph } from "../../domain/graph.ts";
import type { Step } from "../../domain/plan.ts";
import { brokenOf, countProofs, type ProvenSection, type VerifyReport } from "../../domain/proof.ts";
import type { Stack } from "../../domain/stack.ts";
import { turns } from "../../domain/turns.ts";
import type { World } from "../../domain/world.ts";
import { interrupted } from "../change-stack.ts";
import { type LiveSecrets, liveSecrets } from "../live/live-secrets.ts";
import { takeLock } from "../lock.ts";
import { requireStartable } from "../mode-verbs.ts";
import { openCheckout } from "../open-checkout.ts";
import { resolveStack } from "../resolve-stack.ts";
import { observeRunning, type Running } from "./observe-verify.ts";
import { keepProofs } from "./proof-record.ts";
import { proveSection } from "./prove-section.ts";
import type { Verifier } from "./verifier.ts";
import { VERIFIERS } from "./verifiers.ts";

/** What is to be proved. */
export interface VerifyOptions {
  readonly mode?: string;
  /** Ids of sections; all of them when empty. */
  readonly sections: readonly string[];
}

/** Sections by id, each loaded only where it is asked for. */
export type Verifiers = Readonly<Record<string, () => Promise<Verifier>>>;

const AT_ONCE = 4;

/** Sections that begin when others have ended: Keycloak refuses whoever signs in twice at the same time while it guards against guessing. */
const AFTER: Readonly<Record<string, readonly string[]>> = { golden: ["keycloak"], sync: ["golden", "keycloak"] };

/** The ids of every section, in the order of the report. */
export const sectionIds = (verifiers: Verifiers = VERIFIERS): readonly string[] => Object.keys(verifiers);

/**
 * Tries every claim about the running stack, four sections at a time, and writes down how many held. What it makes to try
 * something it removes again. LOCK_BUSY (11) while another command changes the stack; SERVICE_NOT_RUNNING (8) where nothing runs; a claim that does not hold is not thrown, see `requireHolding`.
 */
export async function verify(
  tools: RunTools,
  options: VerifyOptions,
  verifiers: Verifiers = VERIFIERS,
): Promise<VerifyReport> {
  const { world } = tools;
  const ids = chosen(options.sections, sectionIds(verifiers));
  const overrides = options.mode === undefined ? {} : { mode: options.mode };
  const checkout = await openCheckout(world, overrides);
  const stack = requireStartable("verify", await resolveStack(world, checkout, overrides));
  const running = await observeRunning(world, checkout, stack);
  const secrets = await liveSecrets(world, checkout);
  const atMs = world.clock.now();
  const about = { tools, verifiers, checkout, stack, running, secrets };
  const sections = await alone(world, checkout, () => proveAll(ids, about));
  await keepProofs(world, checkout, { atMs, sections });
  const counts = countProofs(sections.flatMap(({ proofs }) => proofs));
  const place = { mode: stack.mode, slot: stack.slot, checkout: checkout.slug };
  return { ...place, atMs, ms: world.clock.now() - atMs, holds: counts.broken === 0, counts, sections };
}

/** Nobody changes the stack meanwhile: what a seeding is about to write would count as broken. LOCK_BUSY (11) while somebody does. */
async function alone<Result>(world: World, checkout: Checkout, act: () => Promise<Result>): Promise<Result> {
  const lock = await takeLock(world, checkout, "avb dev verify");
  try {
    return await act();
  } finally {
    await lock.release().catch(() => {});
  }
}

interface About {
  readonly tools: RunTools;
  readonly verifiers: Verifiers;
  readonly checkout: Checkout;
  readonly stack: Stack;
  readonly running: Running;
  readonly secrets: LiveSecrets;
}

async function proveAll(ids: readonly string[], about: About): Promise<readonly ProvenSection[]> {
  const { tools } = about;
  const proven = new Map<string, ProvenSection>();
  const inTurn = turns(AT_ONCE);
  const steps = ids.map((id): Step => sectionStep(id, about, { inTurn, proven }));
  tools.watch.planned({ steps });
  const run = await runGraph({ steps }, tools);
  if (tools.signal.aborted) throw interrupted(tools.signal, "not every claim was tried", "avb dev verify");
  const [failure] = run.failures;
  if (failure !== undefined) throw failure.error;
  return ids.flatMap((id) => proven.get(id) ?? []);
}

const sectionStep = (
  id: string,
  { verifiers, checkout, stack, running, secrets }: About,
  { inTurn, proven }: { readonly inTurn: ReturnType<typeof turns>; readonly proven: Map<string, ProvenSection> },
): Step => ({
  ...{ id: `verify-${id}`, title: `prove ${id}`, because: "it was asked for" },
  after: (AFTER[id] ?? []).map((other) => `verify-${other}`),
  run: (world, report, signal) =>
    inTurn(async () => {
      const verifier = await verifiers[id]?.();
      if (verifier === undefined || signal.aborted) return;
      const progress = (text: string) => report.progress(text);
      const subject = { world, checkout, stack, secrets, ids: running.ids, signal, progress };
      const section = await proveSection(verifier, subject, running);
      const { held, broken, skipped } = countProofs(section.proofs);
      report.progress(`${held} held, ${broken} broken, ${skipped} skipped`);
      proven.set(id, section);
    }),
});

function chosen(asked: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = asked.find((id) => !known.includes(id));
  if (unknown === undefined) return known.filter((id) => asked.length === 0 || asked.includes(id));
  const example = closest(unknown, known) ?? known[0] ?? "";
  throw AvbError.of("VERIFY_UNKNOWN", { section: unknown, sections: known.join(", "), example });
}

const NAMED = 3;

/** VERIFY_BROKEN (14) names the first claims of a report that do not hold. */
export function requireHolding(report: VerifyReport): void {
  const broken = brokenOf(report);
  if (broken.length === 0) return;
  const named = broken.slice(0, NAMED).map(({ id, claim }) => `${claim} (${id})`);
  const more = broken.length > NAMED ? [`and ${broken.length - NAMED} more`] : [];
  const { counts, sections } = report;
  const guilty = sections.filter(({ proofs }) => proofs.some(({ outcome }) => outcome === "broken"));
  throw AvbError.of("VERIFY_BROKEN", {
    count: String(broken.length),
    total: String(counts.held + counts.broken),
    claims: [...named, ...more].join("; "),
    fix: broken.find(({ fix }) => fix !== undefined)?.fix ?? "avb dev seed",
    sections: guilty.map(({ id }) => id).join(" "),
  });
}
