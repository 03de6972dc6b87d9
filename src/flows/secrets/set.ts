import { dueOf } from "../../credentials/due.ts";
import { tagsOf } from "../../credentials/tags.ts";
import type { StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { fingerprint } from "./fingerprint.ts";
import { checkedValues, fieldsIn } from "./given-values.ts";
import { findHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { openForWriting } from "./stores.ts";

/** What is to be stored. */
export interface SetRequest {
  readonly id: string;
  readonly store: StoreId;
  readonly field?: string | undefined;
  readonly unchecked: boolean;
  /** Says where the text came from, for the error of an empty one. */
  readonly source: string;
  /** Gives the text; called once everything that can be refused without it is known to be right. */
  text(): Promise<string | Readonly<Record<string, string>>>;
}

/** What was stored. */
export interface SetResult {
  readonly id: string;
  readonly environment: string;
  readonly store: StoreId;
  readonly outcome: "written" | "same";
  readonly version: string;
  /** Fingerprints by field. */
  readonly fields: Readonly<Record<string, string>>;
  readonly nextRotation?: string;
  /** Fields that the credential needs and the store does not have yet. */
  readonly missing: readonly string[];
}

/** Stores one or all fields of a credential, after their form was checked. */
export async function setCredential({ all, tools }: Secrets, request: SetRequest): Promise<SetResult> {
  const { world, environment } = tools;
  const credential = findHere(all, request.id, environment);
  const store = openForWriting(tools, request.store);
  const given = await request.text();
  if (given === "" || Object.keys(given).length === 0)
    throw AvbError.of("CREDENTIAL_NOTHING_GIVEN", { id: credential.id, source: request.source });
  const texts = typeof given === "string" ? fieldsIn(credential, given, request.field) : given;
  const fields = checkedValues(credential, texts, { environment, facts: store.facts, unchecked: request.unchecked });
  const now = world.clock.now();
  const [result] = await store.write([{ credential, fields, tags: tagsOf(credential, now) }]);
  if (result?.error !== undefined) throw result.error;
  const look = (await store.look([credential])).get(credential.id);
  const held = look?.state === "present" ? look.found : undefined;
  const { next } = dueOf(credential, { ...(held?.storedAtMs !== undefined && { storedAtMs: held.storedAtMs }) }, now);
  return {
    ...{ id: credential.id, environment, store: request.store },
    outcome: result?.outcome === "same" ? "same" : "written",
    version: result?.version ?? "",
    fields: Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, fingerprint(world, secret)])),
    ...(next !== undefined && { nextRotation: next }),
    missing: credential.fields.filter(({ name, optional }) => !optional && !held?.fields[name]).map(({ name }) => name),
  };
}
