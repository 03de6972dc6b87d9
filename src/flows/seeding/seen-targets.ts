import type { Step } from "../../domain/plan.ts";
import type { SeedLook, SeedVerdict } from "../../domain/seeding.ts";
import type { SeedTarget } from "./seed-targets.ts";

/** What was seen of a target, and what it took and yet kept otherwise. */
export interface SeenTarget {
  readonly target: SeedTarget;
  /** Targets that it comes after and that are to be written: it is looked at once they are. */
  readonly later: readonly string[];
  look: SeedLook | undefined;
  kept: readonly SeedVerdict[];
}

/**
 * Looks at targets at the same time, each after those it comes after. One of which those are to be written is left for
 * later, because it is made from them; who writes nothing looks at it as it is (`now`).
 */
export async function lookAtTargets(
  targets: readonly SeedTarget[],
  { signal, now }: { readonly signal: AbortSignal; readonly now: boolean },
): Promise<readonly SeenTarget[]> {
  const looks = new Map<string, Promise<SeenTarget>>();
  for (const target of targets) {
    const before = target.after.flatMap((id) => looks.get(id) ?? []);
    looks.set(target.service.id, lookAfter(target, before, { signal, now }));
  }
  // Each is waited for, so that none is left behind with an error that nobody hears.
  await Promise.allSettled(looks.values());
  return Promise.all(looks.values());
}

async function lookAfter(
  target: SeedTarget,
  before: readonly Promise<SeenTarget>[],
  { signal, now }: { readonly signal: AbortSignal; readonly now: boolean },
): Promise<SeenTarget> {
  const dirty = (await Promise.all(before)).filter(isDirty).map((one) => one.target.service.id);
  const later = now ? [] : dirty;
  return { target, later, look: later.length > 0 ? undefined : await target.look(signal), kept: [] };
}

const isDirty = ({ look, later }: SeenTarget): boolean => later.length > 0 || (look?.differing ?? 0) > 0;

/** A step for each target that differs, or that is looked at once another one was written. */
export const stepsForTargets = (seen: readonly SeenTarget[]): readonly Step[] =>
  seen.filter(isDirty).map((one) => {
    const { target, look, later } = one;
    const { id } = target.service;
    const differing = look?.differing ?? 0;
    const many = `${differing} ${differing === 1 ? "is" : "are"} not as the document says`;
    return {
      ...{ id: `seed-${id}`, title: `write the ${wordsFor(id)} that differ` },
      because: later.length > 0 ? `${later.join(" and ")} ${later.length === 1 ? "changes" : "change"}` : many,
      after: target.after.map((other) => `seed-${other}`),
      async run(_world, report, signal) {
        const now = one.look ?? (await target.look(signal));
        one.look = now;
        one.kept = await target.write(now, report);
      },
    };
  });

const WORDS: Readonly<Record<string, string>> = {
  keycloak: "identities",
  lago: "plans, customers and subscriptions",
};

const wordsFor = (service: string): string => WORDS[service] ?? `things of ${service}`;

/** What is as it should be is written down too, so that the next `up` need not look. */
export async function rememberClean(seen: readonly SeenTarget[]): Promise<void> {
  await Promise.all(
    seen.map(({ target, look }) =>
      look?.differing === 0 ? target.write({ ...look, write: async () => [] }, SILENT) : undefined,
    ),
  );
}

const SILENT = { progress: () => undefined };
