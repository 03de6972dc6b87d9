import type { KeycloakFields } from "../../domain/keycloak.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { RealmContext, RealmIds } from "./realm-context.ts";
import type { RealmStep } from "./realm-step.ts";
import { importUsers, newUsers } from "./user-writes.ts";
import type { WantedRealm, WantedThing } from "./wanted.ts";

/** Up to this many missing ones are made one by one. */
const FEW = 8;

interface Into {
  readonly context: RealmContext;
  readonly ids: RealmIds;
}

/** What can be imported many at a time. */
interface Importable {
  readonly kind: string;
  /** How many at a time: the more a transaction has made, the longer each further one takes. */
  readonly most: number;
  of(want: WantedRealm): readonly WantedThing[];
  bodies(context: RealmContext, things: readonly WantedThing[]): Promise<readonly KeycloakFields[]>;
  add(into: Into, things: readonly WantedThing[], bodies: readonly KeycloakFields[]): Promise<void>;
}

const IMPORTED: readonly Importable[] = [
  {
    ...{ kind: "group", most: 100 },
    // Those below others are made one by one.
    of: ({ groups }) => groups.filter(({ key }) => key.lastIndexOf("/") === 0),
    bodies: async (_context, groups) =>
      groups.map(({ key, fields: { id: _, ...fields } }) => ({ ...fields, path: key })),
    add: async ({ context, ids }, _groups, bodies) => {
      for (const { name, id } of await context.api.addMany("groups", bodies)) ids.set("groups", `/${name}`, id);
    },
  },
  {
    ...{ kind: "user", most: 25 },
    of: ({ users }) => users,
    bodies: newUsers,
    add: ({ context }, users, bodies) => importUsers(context, users, bodies),
  },
];

/** Many missing groups and users are made some at a time, each lot in one import: the first step of a lot writes all of it. */
export function inLots(into: Into, steps: readonly RealmStep[]): readonly RealmStep[] {
  const replaced = new Map(IMPORTED.flatMap((one) => lotsOf(one, into, steps)));
  return steps.map((step) => replaced.get(step) ?? step);
}

function lotsOf(
  one: Importable,
  into: Into,
  steps: readonly RealmStep[],
): readonly (readonly [RealmStep, RealmStep])[] {
  const wanted = new Map(one.of(into.context.want).map((thing) => [thing.key, thing]));
  const missing = steps.flatMap((step) => {
    const thing = step.verdict.kind === one.kind ? wanted.get(step.verdict.key) : undefined;
    return step.verdict.do === "create" && step.run !== undefined && thing !== undefined ? [{ step, thing }] : [];
  });
  if (missing.length <= FEW) return [];
  const starts = Array.from({ length: Math.ceil(missing.length / one.most) }, (_, at) => at * one.most);
  return starts.flatMap((from) => {
    const lot = missing.slice(from, from + one.most);
    const things = lot.map(({ thing }) => thing);
    const run = importOf(one, into, things);
    return lot.map(({ step: { verdict, stage }, step }, at) => {
      const label = lot.length === 1 ? verdict.key : `${verdict.key} and ${lot.length - 1} more`;
      return [step, { verdict, stage, ...(at === 0 && { run, label }) }] as const;
    });
  });
}

/** One import of a lot. It says not which of them is wrong: where it is refused, they are made one by one, and those that cannot be are named. */
function importOf({ kind, bodies, add }: Importable, into: Into, things: readonly WantedThing[]): () => Promise<void> {
  const told = onlyOnce(() => bodies(into.context, things));
  return async () => {
    const all = await told();
    const refusal = await refused(add(into, things, all));
    if (refusal === undefined) return;
    const wrong: string[] = [];
    for (const [at, thing] of things.entries()) {
      const why = await refused(add(into, [thing], all.slice(at, at + 1)));
      if (why !== undefined) wrong.push(`${kind} ${thing.key}: ${why.message}`);
    }
    if (wrong.length > 0) throw new ServiceRefusal(wrong.join("; "), refusal.status, false);
  };
}

/** What the server answers where something in an import is wrong; any other refusal goes on its way. */
const WRONG: ReadonlySet<number | undefined> = new Set([400, 409, 500]);

const refused = (importing: Promise<void>): Promise<ServiceRefusal | undefined> =>
  importing.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ServiceRefusal && WRONG.has(error.status)) return error;
      throw error;
    },
  );

/** What is made the first time, and is the same from then on. */
export function onlyOnce<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
