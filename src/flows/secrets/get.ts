import type { CredentialStore, StoredVersion, StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { fingerprint } from "./fingerprint.ts";
import { findHere, requireField } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { openStore } from "./stores.ts";

/** What is asked for. */
export interface GetRequest {
  readonly id: string;
  readonly store: StoreId;
  readonly field?: string | undefined;
  /** An older version that the store still has. */
  readonly version?: string | undefined;
  readonly reveal: boolean;
}

/** A field: its fingerprint, and its value when that was asked for. */
export interface GotField {
  readonly fingerprint: string;
  readonly value?: string;
}

/** A credential of a store. */
export interface GetResult {
  readonly id: string;
  readonly environment: string;
  readonly store: StoreId;
  readonly version: string;
  readonly storedAt?: string;
  readonly fields: Readonly<Record<string, GotField>>;
}

/** Reads a credential; CREDENTIAL_ABSENT (10) where the store does not have it. */
export async function getCredential({ all, tools }: Secrets, request: GetRequest): Promise<GetResult> {
  const { world, environment } = tools;
  const { id, store: name, field, reveal } = request;
  const credential = findHere(all, id, environment);
  if (field !== undefined) requireField(credential, field);
  const store = openStore(tools, name);
  const found = await (request.version === undefined
    ? newest(store, credential, environment)
    : versionOf(store, credential, request.version));
  const chosen = Object.entries(found.fields).filter(([one]) => field === undefined || one === field);
  if (field !== undefined && chosen.length === 0)
    throw AvbError.of("CREDENTIAL_FIELD_ABSENT", { id, field, store: name, environment });
  const { storedAtMs, version } = found;
  return {
    ...{ id, environment, store: name, version },
    ...(storedAtMs !== undefined && { storedAt: new Date(storedAtMs).toISOString() }),
    fields: Object.fromEntries(
      chosen.map(([one, secret]) => [
        one,
        { fingerprint: fingerprint(world, secret), ...(reveal && { value: secret.reveal() }) },
      ]),
    ),
  };
}

type Found = Pick<StoredVersion, "fields" | "version"> & { readonly storedAtMs?: number };
type Where = Parameters<CredentialStore["history"]>[0];

async function newest(store: CredentialStore, credential: Where, environment: string): Promise<Found> {
  const look = (await store.look([credential])).get(credential.id);
  if (look?.state === "present") return look.found;
  throw AvbError.of("CREDENTIAL_ABSENT", { id: credential.id, store: store.facts.id, environment });
}

async function versionOf(store: CredentialStore, credential: Where, version: string): Promise<Found> {
  const found = (await store.history(credential)).find((one) => one.version === version);
  if (found !== undefined) return found;
  throw AvbError.of("CREDENTIAL_VERSION_UNKNOWN", { id: credential.id, version, store: store.facts.id });
}

/** The versions that a store still has of a credential, the newest first, by fingerprint. */
export async function historyOf({ all, tools }: Secrets, { id, store }: Pick<GetRequest, "id" | "store">) {
  const credential = findHere(all, id, tools.environment);
  const versions = await openStore(tools, store).history(credential);
  return versions.map(({ version, storedAtMs, fields }) => ({
    ...{ version, storedAt: new Date(storedAtMs).toISOString() },
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, secret]) => [name, fingerprint(tools.world, secret)]),
    ),
  }));
}
