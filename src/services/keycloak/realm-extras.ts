import { ServiceRefusal } from "../../domain/refusal.ts";
import { type LookWishes, madeName } from "../../domain/seeding.ts";
import { isBuiltIn } from "./built-in.ts";
import { byName } from "./field-changes.ts";
import type { HeldRealm } from "./held.ts";
import type { HeldThing } from "./held-thing.ts";
import { profileChanges, profileOf } from "./profile.ts";
import type { RealmContext } from "./realm-context.ts";
import type { RealmKind } from "./realm-kind.ts";
import type { RealmStep } from "./realm-step.ts";

type Wishes = Pick<LookWishes, "prune" | "made">;

/** Things that are removed go last. */
const LAST = 30;

/** The user profile, and attributes of it that are in no document. */
export function profileSteps(
  { api, want }: RealmContext,
  { profile }: HeldRealm,
  { prune, made }: Wishes,
): readonly RealmStep[] {
  const fields = profileChanges(want.profile, profile);
  const named = new Set(want.profile.map(({ key }) => key));
  const extra = [...byName(profile.attributes).keys()].filter((key) => !named.has(key));
  const others = extra
    .filter((key) => !isBuiltIn("profile attribute", key, want.name))
    .map((key) => ({ kind: "profile attribute", key }));
  const gone = new Set(prune ? others.filter((one) => made.has(madeName(one))).map(({ key }) => key) : []);
  const about = { kind: "user profile", key: want.name } as const;
  const run = () => api.changeProfile(profileOf(want.profile, profile, gone));
  const isWell = fields.length === 0 && gone.size === 0;
  return [
    {
      verdict: isWell ? { ...about, do: "keep" } : { ...about, do: "update", fields },
      stage: 0,
      ...(isWell ? {} : { run }),
    },
    ...others.map((one): RealmStep => ({ verdict: { ...one, do: gone.has(one.key) ? "prune" : "orphan" }, stage: 0 })),
  ];
}

/** What a realm holds beside the documents: told, and removed only where an earlier seeding made it and it is to go. */
export function extraSteps(
  { kind, list, removeBy = (one: HeldThing) => one.id, ...one }: RealmKind,
  { api, want }: RealmContext,
  held: HeldRealm,
  { prune, made }: Wishes,
): readonly RealmStep[] {
  if (list === undefined || list === "requiredActions") return [];
  const named = new Set(one.want(want).map(({ key }) => key));
  const extra = one.have(held).filter(({ key }) => !named.has(key) && !isBuiltIn(kind, key, want.name));
  return extra.map((have): RealmStep => {
    const about = { kind, key: have.key };
    if (!prune || !made.has(madeName(about))) return { verdict: { ...about, do: "orphan" }, stage: LAST };
    return { verdict: { ...about, do: "prune" }, stage: LAST, run: () => gone(api.remove(list, removeBy(have))) };
  });
}

/** What is gone already, such as a group that went with the one above it, is as it should be. */
const gone = (removed: Promise<void>): Promise<void> =>
  removed.catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal && error.status === 404)) throw error;
  });
