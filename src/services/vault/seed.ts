import type { SeedVerdict } from "../../domain/seeding.ts";
import { turns } from "../../domain/turns.ts";
import type { VaultApi } from "./api.ts";
import { type BeyondThing, beyond } from "./beyond.ts";
import { judge, type SeenThing, type VaultThing } from "./thing.ts";
import { isOfDatabase } from "./wanted.ts";

/** How a Vault is looked at. */
export interface VaultWishes {
  readonly mount: string;
  /** False where no Postgres runs: then nobody can make users. */
  readonly hasDatabase: boolean;
  readonly everything: boolean;
  readonly prune: boolean;
  readonly made: ReadonlySet<string>;
}

/** One write or removal. */
export interface VaultWrite {
  readonly kind: string;
  readonly key: string;
  run(api: VaultApi): Promise<void>;
}

/** What a Vault holds against what it is to hold. */
export interface VaultDifference {
  readonly verdicts: readonly SeedVerdict[];
  /** Stages that go one after another, removals last. */
  readonly stages: readonly (readonly VaultWrite[])[];
}

const AT_ONCE = 12;

/** Reads everything that is named and compares. ServiceRefusal for the first thing that could not be read. */
export async function lookAtVault(
  real: VaultApi,
  things: readonly VaultThing[],
  wishes: VaultWishes,
): Promise<VaultDifference> {
  const api = remembering(real);
  const inReach = wishes.hasDatabase ? things : things.filter((thing) => !isOfDatabase(thing));
  const mounts = await seenAll(api, inReach.filter(isMount));
  const foreign = new Set(mounts.filter(({ verdict }) => verdict.do === "blocked").map(({ thing }) => thing.key));
  const rest = inReach.filter((thing) => !isMount(thing));
  const cut = rest.filter(({ mount }) => mount !== undefined && foreign.has(mount));
  const seen = [
    ...mounts,
    ...(await seenAll(
      api,
      rest.filter((thing) => !cut.includes(thing)),
    )),
  ];
  const more = wishes.everything || wishes.prune ? await beyond(api, things, wishes) : [];
  return {
    verdicts: [
      ...seen.map(({ verdict }) => verdict),
      ...cut.map(({ kind, key, mount }) => blocked(kind, key, `the mount ${mount} is of another type`)),
      ...(wishes.hasDatabase
        ? []
        : [blocked("mount", "database", "Postgres does not run here, so no users can be made")]),
      ...more.map(({ verdict }) => verdict),
    ],
    stages: [...stagesOf(seen), removals(more)].filter((stage) => stage.length > 0),
  };
}

const isMount = ({ kind }: VaultThing): boolean => kind === "mount";

const blocked = (kind: string, key: string, why: string): SeedVerdict => ({ kind, key, do: "blocked", why });

const seenAll = (api: VaultApi, things: readonly VaultThing[]): Promise<readonly SeenThing[]> =>
  Promise.all(things.map(async (thing) => judge(thing, await thing.read(api))));

function stagesOf(seen: readonly SeenThing[]): readonly (readonly VaultWrite[])[] {
  const differing = seen.filter(({ verdict }) => verdict.do === "create" || verdict.do === "update");
  const numbers = [...new Set(differing.map(({ thing }) => thing.stage))].sort((one, other) => one - other);
  return numbers.map((number) =>
    differing
      .filter(({ thing }) => thing.stage === number)
      .map(({ thing, have }) => ({ kind: thing.kind, key: thing.key, run: (api) => thing.write(api, have) })),
  );
}

const removals = (more: readonly BeyondThing[]): readonly VaultWrite[] =>
  more
    .filter(({ verdict }) => verdict.do === "prune")
    .map(({ verdict: { kind, key }, remove }) => ({ kind, key, run: remove }));

/** One look: what was read once is not read again, and only so many questions are under way at a time. */
function remembering(api: VaultApi): VaultApi {
  const turn = turns(AT_ONCE);
  const kept = new Map<string, Promise<unknown>>();
  const once = <Answer>(verb: string, path: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const name = `${verb} ${path}`;
    const known = kept.get(name) as Promise<Answer> | undefined;
    const answer = known ?? turn(ask);
    kept.set(name, answer);
    return answer;
  };
  return {
    ...api,
    read: (path) => once("read", path, () => api.read(path)),
    list: (path) => once("list", path, () => api.list(path)),
    lookUp: (path, body) => turn(() => api.lookUp(path, body)),
  };
}
