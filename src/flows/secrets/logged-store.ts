import type { Credential } from "../../domain/credential.ts";
import type {
  CredentialStore,
  FieldValues,
  PendingVersions,
  StoreChange,
  StoreLook,
  StoreResult,
} from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { type AccessLine, logAccess, openAccessLog } from "./access-log.ts";
import type { StoreTools } from "./store-tools.ts";

type Access = Pick<AccessLine, "id" | "fields" | "outcome">;

/** A call of a store, and what its result says of each credential. */
interface Logged<T> {
  readonly verb: string;
  readonly credentials: readonly Credential[];
  act(): Promise<T>;
  accesses(result: T): readonly Access[];
}

/** The same store with a line in the access log for every credential that is read, changed or refused. */
export function loggedStore(tools: StoreTools, store: CredentialStore): CredentialStore {
  const ways = waysOf(tools, store);
  const { logged, one } = ways;
  return {
    ...{ facts: store.facts, where: store.where },
    look: (credentials) => logged({ verb: "read", credentials, act: () => store.look(credentials), accesses: foundIn }),
    write: (changes) => logged({ ...changing("write", changes), act: () => store.write(changes) }),
    remove: (credential) =>
      one(
        "remove",
        credential,
        () => store.remove(credential),
        (until) => [until === undefined ? "absent" : "removed"],
      ),
    restore: (credential) =>
      one(
        "restore",
        credential,
        () => store.restore(credential),
        (isBack) => [isBack ? "restored" : "absent"],
      ),
    history: (credential) =>
      one(
        "history",
        credential,
        () => store.history(credential),
        (versions) => [`${versions.length} versions`, ...versions.map(({ fields }) => fields)],
      ),
    ...(store.pending && { pending: loggedPending(store.pending, ways) }),
  };
}

/** How calls of a store are made and written down. */
interface Ways {
  logged<T>(call: Logged<T>): Promise<T>;
  one<T>(verb: string, credential: Credential, act: () => Promise<T>, tell: (result: T) => Told): Promise<T>;
}

function waysOf(tools: StoreTools, { facts }: CredentialStore): Ways {
  const logged: Ways["logged"] = async ({ verb, credentials, act, accesses }) => {
    const path = await openAccessLog(tools);
    const call = { store: facts.id, verb };
    const result = await act().catch(async (error: unknown) => {
      const outcome = error instanceof AvbError ? error.code : "failed";
      await logAccess(
        tools,
        path,
        call,
        credentials.map(({ id }) => ({ id, fields: [], outcome })),
      );
      throw error;
    });
    await logAccess(tools, path, call, accesses(result));
    return result;
  };
  return {
    logged,
    one: (verb, credential, act, tell) =>
      logged({ verb, credentials: [credential], act, accesses: (result) => told(credential, tell(result)) }),
  };
}

/** A word for what came of it, and the values that were given out. */
type Told = readonly [outcome: string, ...given: FieldValues[]];

const told = ({ id }: Credential, [outcome, ...given]: Told): readonly Access[] => [
  { id, fields: [...new Set(given.flatMap((fields) => Object.keys(fields)))], outcome },
];

/** What is not there was not read. */
const foundIn = (looks: ReadonlyMap<string, StoreLook>): readonly Access[] =>
  [...looks].flatMap(([id, look]): readonly Access[] => {
    if (look.state === "absent") return [];
    return [{ id, fields: look.state === "present" ? Object.keys(look.found.fields) : [], outcome: look.state }];
  });

const changing = (verb: string, changes: readonly StoreChange[]) => ({
  verb,
  credentials: changes.map(({ credential }) => credential),
  accesses: (results: readonly StoreResult[]): readonly Access[] =>
    changes.map(({ credential: { id }, fields }, index) => ({
      ...{ id, fields: Object.keys(fields) },
      outcome: results[index]?.error?.code ?? results[index]?.outcome ?? "failed",
    })),
});

const outcomeOf = ({ error, outcome }: StoreResult): Told => [error?.code ?? outcome];

const loggedPending = (pending: PendingVersions, { logged, one }: Ways): PendingVersions => ({
  stage: async (change) => {
    const { accesses, ...call } = changing("stage", [change]);
    return logged({ ...call, act: () => pending.stage(change), accesses: (result) => accesses([result]) });
  },
  look: (credential) =>
    one(
      "read pending",
      credential,
      () => pending.look(credential),
      (found) => (found === undefined ? ["absent"] : ["present", found.fields]),
    ),
  promote: (credential, version) => one("promote", credential, () => pending.promote(credential, version), outcomeOf),
  drop: (credential) =>
    one(
      "drop",
      credential,
      () => pending.drop(credential),
      () => ["dropped"],
    ),
  tag: (credential, tags) =>
    one(
      "tag",
      credential,
      () => pending.tag(credential, tags),
      () => ["written"],
    ),
  revert: (credential, version) => one("revert", credential, () => pending.revert(credential, version), outcomeOf),
});
