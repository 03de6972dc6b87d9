import { dayOf } from "../../credentials/due.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { findHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { openForWriting } from "./stores.ts";

/** What became of a credential: removed and until when it can be brought back, or brought back. */
export interface RemoveResult {
  readonly id: string;
  readonly environment: string;
  readonly store: StoreId;
  readonly outcome: "removed" | "restored";
  /** The last day on which `--undo` brings it back; absent where the store sets none. */
  readonly until?: string;
}

/** Removes a credential from a store, or brings back what was removed; CREDENTIAL_ABSENT (10) where there is none. */
export async function removeCredential(
  { all, tools }: Secrets,
  { id, store: name, undo }: { readonly id: string; readonly store: StoreId; readonly undo: boolean },
): Promise<RemoveResult> {
  const credential = findHere(all, id, tools.environment);
  const store = openForWriting(tools, name);
  const facts = { id, environment: tools.environment, store: name };
  const absent = () => AvbError.of("CREDENTIAL_ABSENT", facts);
  if (undo) {
    if (!(await store.restore(credential))) throw absent();
    return { ...facts, outcome: "restored" };
  }
  const untilMs = await store.remove(credential);
  if (untilMs === undefined) throw absent();
  return { ...facts, outcome: "removed", ...(Number.isFinite(untilMs) && { until: dayOf(untilMs) }) };
}
