import type { AzureValue, AzureVersion } from "../../../domain/azure.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { StoredVersion } from "../../../domain/credential-store.ts";
import { absent, byAge, fieldsOfParts, partsOf, revisionOf, versionOf } from "./azure-parts.ts";
import type { AzureSession } from "./azure-session.ts";

/** Versions that are shown: Key Vault keeps as many as were ever written. */
const MOST_VERSIONS = 20;

interface Event extends AzureVersion {
  readonly name: string;
}

/** What a credential held after each write, the newest first. Secrets that were written together are one version. */
export async function historyOf(session: AzureSession, credential: Credential): Promise<readonly StoredVersion[]> {
  const parts = await Promise.all(
    partsOf(credential).map(async ({ name }) =>
      (await session.azure.versions(name)).map((version): Event => ({ name, ...version })),
    ),
  );
  const states = statesOf(parts.flat().toSorted(byAge)).slice(-MOST_VERSIONS).toReversed();
  const known = new Map<string, Promise<AzureValue | undefined>>();
  const textsOf = ({ name, version }: Event) => {
    const found = known.get(version) ?? session.azure.value(name, version).catch(absent);
    known.set(version, found);
    return found;
  };
  return Promise.all(states.map((state) => storedVersion(credential, state, textsOf)));
}

async function storedVersion(
  credential: Credential,
  state: ReadonlyMap<string, Event>,
  textsOf: (event: Event) => Promise<AzureValue | undefined>,
): Promise<StoredVersion> {
  const values = new Map<string, AzureValue>();
  for (const [name, event] of state) {
    const value = await textsOf(event);
    if (value !== undefined) values.set(name, value);
  }
  return {
    version: versionOf(credential, state),
    storedAtMs: Math.max(...[...state.values()].map(({ createdAtMs }) => createdAtMs)),
    fields: fieldsOfParts(credential, values),
  };
}

/** After each write, the version of every secret. */
function statesOf(events: readonly Event[]): readonly ReadonlyMap<string, Event>[] {
  const states: Map<string, Event>[] = [];
  let written = new Set<string>();
  let revision = -1;
  for (const event of events) {
    const isSameWrite = revisionOf(event) === revision && revision > 0 && !written.has(event.name);
    const last = states.at(-1);
    if (isSameWrite && last !== undefined) last.set(event.name, event);
    else states.push(new Map(last).set(event.name, event));
    written = new Set([...(isSameWrite ? written : []), event.name]);
    revision = revisionOf(event);
  }
  return states;
}
