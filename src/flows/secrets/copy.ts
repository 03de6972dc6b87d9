import { tagsOf } from "../../credentials/tags.ts";
import type { Credential } from "../../domain/credential.ts";
import type { CredentialStore, FieldValues, StoreChange, StoreId, StoreResult } from "../../domain/credential-store.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { fieldsOf, type TwoStores } from "./diff.ts";
import { checkedValues } from "./given-values.ts";
import { chooseHere } from "./known-credentials.ts";
import type { Secrets } from "./open-secrets.ts";
import { openForWriting, openStore } from "./stores.ts";

/** What is or would be done with one credential. */
export interface CopiedCredential {
  readonly id: string;
  readonly outcome: "copy" | "written" | "same" | "absent" | "refused" | "failed";
  /** The fields that are taken along. */
  readonly fields: readonly string[];
  /** Why it was refused or failed. */
  readonly why?: string;
}

/** A copy from one store into another, credential by credential. */
export interface CopyResult {
  readonly environment: string;
  readonly from: StoreId;
  readonly to: StoreId;
  readonly planned: boolean;
  readonly credentials: readonly CopiedCredential[];
}

interface Planned {
  readonly line: CopiedCredential;
  readonly change?: StoreChange;
}

/**
 * Copies credentials between stores of one environment. What cannot be right there, by its form or its size, is refused with
 * the reason, in the plan too; what is the same already is not written.
 */
export async function copy(
  { all, tools }: Secrets,
  { from, to, ids, plan }: TwoStores & { readonly plan: boolean },
): Promise<CopyResult> {
  if (from === to) throw AvbError.of("USAGE", { what: `${from} is copied into itself`, help: "name two stores" });
  const target = openForWriting(tools, to);
  const chosen = chooseHere(all, ids, tools.environment);
  const [found, held] = await Promise.all([openStore(tools, from).look(chosen), target.look(chosen)]);
  const planned = chosen.map((one) =>
    planOf(one, { found: fieldsOf(found.get(one.id)), held: fieldsOf(held.get(one.id)), target, tools }),
  );
  const done = plan ? planned.map(({ line }) => line) : await carryOut(planned, target);
  return { environment: tools.environment, from, to, planned: plan, credentials: done };
}

interface Sides extends Pick<Secrets, "tools"> {
  readonly found: FieldValues;
  readonly held: FieldValues;
  readonly target: CredentialStore;
}

function planOf(credential: Credential, { found, held, target, tools }: Sides): Planned {
  const { id } = credential;
  const names = Object.keys(found);
  const line = (outcome: CopiedCredential["outcome"], why?: string): Planned => ({
    line: { id, outcome, fields: names, ...(why !== undefined && { why }) },
  });
  if (names.length === 0) return line("absent");
  if (names.every((name) => held[name]?.reveal() === found[name]?.reveal())) return line("same");
  const texts = Object.fromEntries(Object.entries(found).map(([name, secret]) => [name, secret.reveal()]));
  const judging = { environment: tools.environment, facts: target.facts, unchecked: false };
  try {
    const fields = checkedValues(credential, texts, judging);
    return { ...line("copy"), change: { credential, fields, tags: tagsOf(credential, tools.world.clock.now()) } };
  } catch (error) {
    if (error instanceof AvbErrors) return line("refused", error.problems.map(({ message }) => message).join("; "));
    if (error instanceof AvbError) return line("refused", error.message);
    throw error;
  }
}

async function carryOut(planned: readonly Planned[], target: CredentialStore): Promise<readonly CopiedCredential[]> {
  const changes = planned.flatMap(({ change }) => (change === undefined ? [] : [change]));
  const results = changes.length === 0 ? [] : await target.write(changes);
  const byId = new Map(results.map((result) => [result.id, result]));
  return planned.map(({ line }) => ({ ...line, ...outcomeOf(byId.get(line.id)) }));
}

const outcomeOf = (result: StoreResult | undefined): Partial<CopiedCredential> =>
  result === undefined ? {} : { outcome: result.outcome, ...(result.error && { why: result.error.message }) };

/** Credentials that were to be stored, and what became of each. */
interface WrittenSet {
  readonly to: StoreId;
  readonly credentials: readonly { readonly id: string; readonly outcome: CopiedCredential["outcome"] | "import" }[];
}

/** STORE_PARTLY (10) where something that was to be stored was not. */
export function requireWhole({ credentials, to }: WrittenSet): void {
  const failed = credentials.filter(({ outcome }) => outcome === "failed" || outcome === "refused").map(({ id }) => id);
  if (failed.length === 0) return;
  const done = credentials.filter(({ outcome }) => outcome === "written" || outcome === "same").map(({ id }) => id);
  throw AvbError.of("STORE_PARTLY", {
    ...{ count: String(failed.length), of: String(failed.length + done.length), store: to },
    ...{ failed: failed.join(", "), done: done.length === 0 ? "none" : done.join(", ") },
  });
}
