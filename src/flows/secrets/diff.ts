import type { Credential } from "../../domain/credential.ts";
import type { FieldValues, StoreId, StoreLook } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { fingerprint } from "./fingerprint.ts";
import { chooseHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { openStore } from "./stores.ts";

/** Two stores, and the credentials meant: all of them where none is named. */
export interface TwoStores {
  readonly from: StoreId;
  readonly to: StoreId;
  readonly ids: readonly string[];
}

/** A field in two stores, by fingerprint. */
export interface FieldDifference {
  readonly id: string;
  readonly field: string;
  readonly state: "same" | "differs" | "only in from" | "only in to";
  readonly from?: string;
  readonly to?: string;
}

/** Every field that one of two stores holds. */
export interface DiffResult {
  readonly environment: string;
  readonly from: StoreId;
  readonly to: StoreId;
  readonly fields: readonly FieldDifference[];
}

/** Compares two stores, field by field. */
export async function diffStores({ all, tools }: Secrets, { from, to, ids }: TwoStores): Promise<DiffResult> {
  if (from === to) throw AvbError.of("USAGE", { what: `${from} is compared with itself`, help: "name two stores" });
  const chosen = chooseHere(all, ids, tools.environment);
  const [left, right] = await Promise.all([openStore(tools, from).look(chosen), openStore(tools, to).look(chosen)]);
  const print = (values: FieldValues, field: string) => {
    const secret = values[field];
    return secret === undefined ? undefined : fingerprint(tools.world, secret);
  };
  const fields = chosen.flatMap((credential: Credential) => {
    const [one, other] = [fieldsOf(left.get(credential.id)), fieldsOf(right.get(credential.id))];
    return credential.fields.flatMap(({ name }) =>
      compared(credential.id, name, [print(one, name), print(other, name)]),
    );
  });
  return { environment: tools.environment, from, to, fields };
}

/** What a store holds of a credential: nothing where it is not there. */
export const fieldsOf = (look: StoreLook | undefined): FieldValues =>
  look?.state === "present" ? look.found.fields : {};

function compared(id: string, field: string, [from, to]: readonly (string | undefined)[]): readonly FieldDifference[] {
  if (from === undefined && to === undefined) return [];
  if (from === undefined) return [{ id, field, state: "only in to", ...(to !== undefined && { to }) }];
  if (to === undefined) return [{ id, field, state: "only in from", from }];
  return [{ id, field, state: from === to ? "same" : "differs", from, to }];
}

/** CREDENTIAL_DIFFERS (14) where the two stores do not hold the same. */
export function requireSame({ fields, from, to }: DiffResult): void {
  const ids = [...new Set(fields.filter(({ state }) => state !== "same").map(({ id }) => id))];
  if (ids.length === 0) return;
  const count = ids.length === 1 ? "one credential" : `${ids.length} credentials`;
  throw AvbError.of("CREDENTIAL_DIFFERS", { count, ids: ids.join(", "), from, to });
}
