import { type Due, dueOf, type Provisioned } from "../../credentials/due.ts";
import type { Credential } from "../../domain/credential.ts";
import { STORE_IDS, type StoreId, type StoreLook } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { stackRecord } from "../live/stack-record.ts";
import { fingerprint } from "./fingerprint.ts";
import { chooseHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { isProvisioned, type Standing, standingOf } from "./standing.ts";
import { pinnedOf } from "./store-pin.ts";
import type { StoreTools } from "./store-tools.ts";
import { isOwnPinned } from "./stores/vault-place.ts";
import { openStore, STORES } from "./stores.ts";

/** How a credential stands in one store. */
export interface StoreStanding extends Standing {
  readonly store: StoreId;
  readonly storedAt?: string;
  readonly ageDays?: number;
}

/** How a credential stands everywhere. */
export interface CredentialStanding {
  readonly id: string;
  readonly stores: readonly StoreStanding[];
  readonly due: Due;
  /** Fields that two stores hold different values of. */
  readonly differs: readonly string[];
}

/** How every credential stands, and the stores that could not be read. */
export interface StatusResult {
  readonly environment: string;
  readonly credentials: readonly CredentialStanding[];
  readonly unread: readonly {
    readonly store: StoreId;
    readonly code: string;
    readonly why: string;
    readonly exit: number;
  }[];
}

const DAY_MS = 86_400_000;

/** Looks into every store that is asked for; one that cannot be read is told and does not hide the others. */
export async function status(
  { all, tools }: Secrets,
  request: { readonly ids?: readonly string[]; readonly stores?: readonly StoreId[] } = {},
): Promise<StatusResult> {
  const { ids = [], stores = await storesInUse(tools) } = request;
  const chosen = chooseHere(all, ids, tools.environment);
  const looks = await Promise.all(stores.map((store) => lookInto(tools, store, chosen)));
  const read = looks.flatMap((one) => ("looks" in one ? [one] : []));
  return {
    environment: tools.environment,
    credentials: chosen.map((credential) => standing(tools, credential, read)),
    unread: looks.flatMap(({ store, ...one }) =>
      "error" in one ? [{ store, code: one.error.code, why: one.error.message, exit: one.error.exitCode }] : [],
    ),
  };
}

/** Those of this machine, and those elsewhere that were used here before: nobody is asked to log in unasked. */
async function storesInUse(tools: StoreTools): Promise<readonly StoreId[]> {
  const used = await Promise.all(STORE_IDS.map((id) => isInUse(tools, id)));
  return STORE_IDS.filter((_, index) => used[index]);
}

async function isInUse(tools: StoreTools, id: StoreId): Promise<boolean> {
  const pinned = await pinnedOf(tools, id);
  // The stack's own Vault holds nothing while the stack is down.
  if (isOwnPinned(pinned)) return (await stackRecord(tools.world, tools.checkout)) !== undefined;
  return STORES[id].facts.local || pinned !== undefined;
}

interface StoreLooks {
  readonly store: StoreId;
  readonly looks: ReadonlyMap<string, StoreLook>;
}

interface StoreUnread {
  readonly store: StoreId;
  readonly error: AvbError;
}

async function lookInto(
  tools: StoreTools,
  store: StoreId,
  chosen: readonly Credential[],
): Promise<StoreLooks | StoreUnread> {
  try {
    return { store, looks: await openStore(tools, store).look(chosen) };
  } catch (error) {
    if (error instanceof AvbError) return { store, error };
    throw error;
  }
}

function standing(tools: StoreTools, credential: Credential, read: readonly StoreLooks[]): CredentialStanding {
  const now = tools.world.clock.now();
  const stores = read.map(({ store, looks }): StoreStanding => {
    const look = looks.get(credential.id);
    const storedAtMs = look?.state === "present" ? look.found.storedAtMs : undefined;
    return {
      ...{ store, ...standingOf(credential, look, tools.environment) },
      ...(storedAtMs !== undefined && {
        storedAt: new Date(storedAtMs).toISOString(),
        ageDays: Math.floor((now - storedAtMs) / DAY_MS),
      }),
    };
  });
  const found = read.map(({ looks }) => looks.get(credential.id));
  return {
    ...{ id: credential.id, stores, due: dueOf(credential, provisionedIn(credential, found, tools), now) },
    differs: differing(tools, credential, found),
  };
}

/** What is known of a credential that somebody has stored, by the store that knows most: since when it is there. */
export function provisionedIn(
  credential: Credential,
  looks: readonly (StoreLook | undefined)[],
  { environment }: StoreTools,
): Provisioned | undefined {
  const held = looks.flatMap((look) =>
    look?.state === "present" && isProvisioned(standingOf(credential, look, environment)) ? [look.found] : [],
  );
  const best = held.find(({ storedAtMs }) => storedAtMs !== undefined) ?? held[0];
  if (best === undefined) return undefined;
  const { storedAtMs, tags } = best;
  return {
    ...(storedAtMs !== undefined && { storedAtMs }),
    ...(tags.NextRotation !== undefined && { nextRotation: tags.NextRotation }),
  };
}

const differing = ({ world }: StoreTools, { fields }: Credential, looks: readonly (StoreLook | undefined)[]) =>
  fields.flatMap(({ name }) => {
    const prints = looks.flatMap((look) => {
      const secret = look?.state === "present" ? look.found.fields[name] : undefined;
      return secret === undefined ? [] : [fingerprint(world, secret)];
    });
    return new Set(prints).size > 1 ? [name] : [];
  });
