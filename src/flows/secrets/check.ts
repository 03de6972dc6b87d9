import type { StoreId, StoreLook } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { isFault, type LiveFinding } from "../../domain/live-verdict.ts";
import type { VendorPatience } from "./ask-vendor.ts";
import { chooseHere } from "./known-credentials.ts";
import { liveFindings } from "./live-check.ts";
import type { Secrets } from "./open-secrets.ts";
import { type Standing, standingOf } from "./standing.ts";
import { openStore } from "./stores.ts";

/** The verdict on a credential by the form of its values, and by its vendor's word where that was asked for. */
export interface CheckedCredential extends Standing {
  readonly id: string;
  readonly live?: readonly LiveFinding[];
}

/** The verdicts on what a store holds. */
export interface CheckResult {
  readonly environment: string;
  readonly store: StoreId;
  readonly credentials: readonly CheckedCredential[];
}

const BAD: readonly string[] = ["wrong form", "placeholder", "incomplete"];

/** What is to be checked. */
export interface CheckRequest {
  readonly ids: readonly string[];
  readonly store: StoreId;
  /** Ask the vendors too. */
  readonly live?: VendorPatience;
}

/** Judges everything that a store holds; what is not there is no finding unless it was named. */
export async function check(secrets: Secrets, { ids, store, live }: CheckRequest): Promise<CheckResult> {
  const { all, tools } = secrets;
  const { environment } = tools;
  const chosen = chooseHere(all, ids, environment);
  const looks = await openStore(tools, store).look(chosen);
  const credentials = chosen.map((one) => ({ id: one.id, ...standingOf(one, looks.get(one.id), environment) }));
  const absent = credentials.find(({ id, state }) => ids.includes(id) && (state === "absent" || state === "removed"));
  if (absent !== undefined) throw AvbError.of("CREDENTIAL_ABSENT", { id: absent.id, store, environment });
  const held = credentials.filter(({ fields }) => fields.length > 0);
  return { environment, store, credentials: live === undefined ? held : await askAll(secrets, { held, looks, live }) };
}

interface Held {
  readonly held: readonly CheckedCredential[];
  readonly looks: ReadonlyMap<string, StoreLook>;
  readonly live: VendorPatience;
}

const askAll = ({ all, tools }: Secrets, { held, looks, live }: Held): Promise<readonly CheckedCredential[]> =>
  Promise.all(
    held.map(async (one) => {
      const [credential, look] = [all.find(({ id }) => id === one.id), looks.get(one.id)];
      if (credential === undefined || look?.state !== "present") return one;
      const subject = { credential, values: look.found.fields, fields: one.fields };
      return { ...one, live: await liveFindings(tools, subject, live) };
    }),
  );

/**
 * CREDENTIAL_INVALID (14) where something cannot be right, CREDENTIAL_REFUSED (14) where a vendor refuses one or allows it
 * other than it should, CREDENTIAL_UNDECIDED (8) where a vendor was asked and nothing is known.
 */
export function requireGood({ credentials }: CheckResult): void {
  const states = (wanted: (one: CheckedCredential) => boolean) => factsOf(credentials.filter(wanted));
  const bad = states(({ state }) => BAD.includes(state));
  if (bad !== undefined) throw AvbError.of("CREDENTIAL_INVALID", bad);
  const refused = states(({ live = [] }) => live.some(isFault));
  if (refused !== undefined) throw AvbError.of("CREDENTIAL_REFUSED", refused);
  const open = states(({ live = [] }) => live.some(({ state, besides }) => state === "indeterminate" && !besides));
  if (open !== undefined) throw AvbError.of("CREDENTIAL_UNDECIDED", open);
}

function factsOf(some: readonly CheckedCredential[]) {
  const [first] = some;
  if (first === undefined) return undefined;
  const count = some.length === 1 ? "one credential" : `${some.length} credentials`;
  return { count, ids: some.map(({ id }) => id).join(", "), first: first.id };
}
