import { ServiceRefusal } from "../../domain/refusal.ts";
import type { LookWishes, SeedVerdict } from "../../domain/seeding.ts";
import { fieldChanges } from "./field-changes.ts";
import type { HeldRealm } from "./held.ts";
import { inLots, onlyOnce } from "./in-lots.ts";
import { firstUsers, newRealm } from "./new-realm.ts";
import { type RealmContext, type RealmIds, realmIds } from "./realm-context.ts";
import { extraSteps, profileSteps } from "./realm-extras.ts";
import type { RealmKind } from "./realm-kind.ts";
import { REALM_KINDS } from "./realm-kinds.ts";
import type { RealmStep } from "./realm-step.ts";
import type { WantedThing } from "./wanted.ts";

/** One write of a realm's seeding; it may be repeated without harm. */
export interface RealmWrite {
  readonly kind: string;
  readonly key: string;
  run(): Promise<void>;
}

/** What a realm is to be told. */
export interface RealmPlan {
  readonly verdicts: readonly SeedVerdict[];
  /** Stages one after another; the writes of a stage in any order. */
  readonly stages: readonly (readonly RealmWrite[])[];
}

type Wishes = Pick<LookWishes, "prune" | "made">;

/** How a realm that is not there, is made: at once, and then looked at again. */
export function planNewRealm(context: RealmContext): RealmPlan {
  const { api, want } = context;
  const made = (kind: string, key: string): SeedVerdict => ({ kind, key, do: "create", why: "there is no realm yet" });
  const things = REALM_KINDS.flatMap(({ kind, add, ...one }) =>
    add === undefined ? [] : one.want(want).map(({ key }) => made(kind, key)),
  );
  const body = onlyOnce(async () => {
    const [keys, passwords] = await Promise.all([context.newKeys(), context.hashedPasswords(firstUsers(want))]);
    return newRealm(want, keys, passwords);
  });
  const run = once(async () => api.make(await body()));
  const write = { kind: "realm", key: want.name, run };
  return { verdicts: [made("realm", want.name), made("user profile", want.name), ...things], stages: [[write]] };
}

/** What differs between the documents and what the realm holds. */
export function planRealm(context: RealmContext, held: HeldRealm, wishes: Wishes): RealmPlan {
  const ids = realmIds(context.api, held);
  const steps = inLots({ context, ids }, [
    settingsStep(context, held),
    ...profileSteps(context, held, wishes),
    ...REALM_KINDS.flatMap((kind) => [
      ...kindSteps(kind, context, held, ids),
      ...extraSteps(kind, context, held, wishes),
    ]),
  ]);
  const numbers = [...new Set(steps.map(({ stage }) => stage))].sort((one, other) => one - other);
  const stages = numbers.map((number) => steps.filter(({ stage }) => stage === number).flatMap(asWrite));
  return { verdicts: steps.map(({ verdict }) => verdict), stages: stages.filter((stage) => stage.length > 0) };
}

const asWrite = ({ verdict: { kind, key }, label = key, run }: RealmStep): readonly RealmWrite[] =>
  run === undefined ? [] : [{ kind, key: label, run }];

function settingsStep({ api, want }: RealmContext, { settings }: HeldRealm): RealmStep {
  const fields = fieldChanges(want.settings, settings);
  const about = { kind: "realm", key: want.name } as const;
  if (fields.length === 0) return { verdict: { ...about, do: "keep" }, stage: 0 };
  const names = new Set(fields.map(({ field }) => field.split(".")[0]));
  const wanted = Object.fromEntries(Object.entries(want.settings).filter(([name]) => names.has(name)));
  return { verdict: { ...about, do: "update", fields }, stage: 0, run: () => api.change(wanted) };
}

function kindSteps(one: RealmKind, context: RealmContext, held: HeldRealm, ids: RealmIds): readonly RealmStep[] {
  const there = new Map(one.have(held).map((thing) => [thing.key, thing]));
  return one.want(context.want).map((want): RealmStep => {
    const { kind } = one;
    const about = { kind, key: want.key };
    const stage = one.stage(want.key);
    const have = there.get(want.key);
    if (have === undefined) return missingStep(one, context, { held, ids, want });
    const fields = one.changes(context, want, have);
    if (fields.length === 0) return { verdict: { ...about, do: "keep" }, stage };
    const run = () => one.set(context, ids, { want, have, changes: fields });
    return { verdict: { ...about, do: "update", fields }, stage, run };
  });
}

function missingStep(
  { kind, stage, add }: RealmKind,
  context: RealmContext,
  { held, ids, want }: { readonly held: HeldRealm; readonly ids: RealmIds; readonly want: WantedThing },
): RealmStep {
  const about = { kind, key: want.key };
  const taken = kind === "user" ? mailTaken(want.fields.email, held) : undefined;
  const why = add === undefined ? "this Keycloak has none" : taken;
  if (add === undefined || why !== undefined)
    return { verdict: { ...about, do: "blocked", why: why ?? "" }, stage: stage(want.key) };
  const run = once(() => add(context, ids, want));
  return { verdict: { ...about, do: "create", why: "it is missing" }, stage: stage(want.key), run };
}

/** An import says nothing of why it fails, so this is found out before. */
function mailTaken(email: unknown, { users }: HeldRealm): string | undefined {
  if (email === "") return undefined;
  const owner = users.find(({ fields }) => fields.email === email);
  return owner === undefined
    ? undefined
    : `its e-mail address is that of user ${owner.key}, which is not in the document`;
}

/** A second attempt finds what the first one made, where only its answer was lost. */
function once(make: () => Promise<void>): () => Promise<void> {
  let attempts = 0;
  return () => {
    attempts += 1;
    const isAgain = attempts > 1;
    return make().catch((error: unknown) => {
      if (!(isAgain && error instanceof ServiceRefusal && error.status === 409)) throw error;
    });
  };
}
