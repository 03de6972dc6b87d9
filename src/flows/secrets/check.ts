import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { chooseHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { type Standing, standingOf } from "./standing.ts";
import { openStore } from "./stores.ts";

/** The verdict on a credential by the form of its values. */
export interface CheckedCredential extends Standing {
  readonly id: string;
}

/** The verdicts on what a store holds. */
export interface CheckResult {
  readonly environment: string;
  readonly store: StoreId;
  readonly credentials: readonly CheckedCredential[];
}

const BAD: readonly string[] = ["wrong form", "placeholder", "incomplete"];

/** Judges the form of everything that a store holds; what is not there is no finding unless it was named. */
export async function check(
  { all, tools }: Secrets,
  { ids, store }: { readonly ids: readonly string[]; readonly store: StoreId },
): Promise<CheckResult> {
  const { environment } = tools;
  const chosen = chooseHere(all, ids, environment);
  const looks = await openStore(tools, store).look(chosen);
  const credentials = chosen.map((one) => ({ id: one.id, ...standingOf(one, looks.get(one.id), environment) }));
  const absent = credentials.find(({ id, state }) => ids.includes(id) && (state === "absent" || state === "removed"));
  if (absent !== undefined) throw AvbError.of("CREDENTIAL_ABSENT", { id: absent.id, store, environment });
  return { environment, store, credentials: credentials.filter(({ fields }) => fields.length > 0) };
}

/** CREDENTIAL_INVALID (14) where something cannot be right. */
export function requireGood({ credentials }: CheckResult): void {
  const bad = credentials.filter(({ state }) => BAD.includes(state)).map(({ id }) => id);
  const [first] = bad;
  if (first === undefined) return;
  const count = bad.length === 1 ? "one credential" : `${bad.length} credentials`;
  throw AvbError.of("CREDENTIAL_INVALID", { count, ids: bad.join(", "), first });
}
