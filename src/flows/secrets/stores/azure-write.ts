import type { AzureSetting } from "../../../domain/azure.ts";
import type { StoreChange, StoreResult } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { hiding } from "../hiding.ts";
import type { StoreTools } from "../store-tools.ts";
import { writeJson } from "./azure-merge.ts";
import { type AzurePart, type HeldParts, heldParts, partsOf, revisionOf, tagsWith, versionOf } from "./azure-parts.ts";
import { type AzureSession, toldAs } from "./azure-session.ts";
import { setSecret } from "./azure-set.ts";
import { heldObject, holds, textWith } from "./json-value.ts";
import { type Outcome, writeEach } from "./write-each.ts";

/** Bytes of a secret's value: 25 KB (Key Vault documentation, "About secrets"). */
export const MOST_BYTES = 25_600;

/** Writes each on its own, the result of each in their order; one that is refused stops no other. */
export function writeAzure(
  tools: StoreTools,
  session: AzureSession,
  changes: readonly StoreChange[],
): Promise<readonly StoreResult[]> {
  return writeEach(changes, {
    write: (change) => written({ tools, session, change }),
    told: (cause, { fields }) => toldAs(cause, session, hiding(fields)),
  });
}

interface Writing {
  readonly tools: StoreTools;
  readonly session: AzureSession;
  readonly change: StoreChange;
}

/** The fields of one credential; what its secrets hold already is not written. */
export async function written(writing: Writing): Promise<Outcome> {
  const { session, change } = writing;
  const { credential } = change;
  for (const field of Object.keys(change.fields)) requirePart(change, field);
  return credential.places.azure.form === "json"
    ? writtenTogether(writing, credential.places.azure.name)
    : writtenApart(writing, await heldParts(session, credential));
}

/** All fields as one JSON text. */
async function writtenTogether({ tools, session, change }: Writing, name: string): Promise<Outcome> {
  const { credential, fields, tags } = change;
  const versions = await session.azure.versions(name);
  const held = (await heldParts(session, credential)).get(name);
  const base = held === undefined ? {} : (heldObject(credential, held.text) ?? {});
  if (held !== undefined && holds(base, fields)) return { outcome: "same", version: held.version };
  requireSize(change, textWith(base, fields), "the JSON text");
  const known = new Set(versions.map(({ version }) => version));
  const revision = Math.max(0, ...versions.map(revisionOf)) + 1;
  const write = { credential, name, fields, tags, ...expiryOf(change), known, base, revision };
  return { outcome: "written", version: await writeJson(tools, session, write) };
}

/** Every field a secret of its own: nobody else's field is in it, so nothing can be lost. */
async function writtenApart(writing: Writing, held: HeldParts): Promise<Outcome> {
  const { tools, session, change } = writing;
  const { credential, fields } = change;
  const due = partsOf(credential).flatMap((part) => {
    const text = fields[part.field ?? ""]?.reveal();
    return text === undefined || held.get(part.name)?.text === text ? [] : [{ part, text }];
  });
  if (due.length === 0) return { outcome: "same", version: versionOf(credential, held) };
  for (const { part, text } of due) requireSize(change, text, part.field ?? part.name);
  const tags = tagsWith(change.tags, Math.max(0, ...[...held.values()].map(revisionOf)) + 1);
  const now = new Map<string, { version: string }>(held);
  for (const [index, { part, text }] of due.entries()) {
    const setting = { name: part.name, text, contentType: "text/plain" as const, tags, ...expiryOf(change) };
    try {
      now.set(part.name, await setSecret(tools, session, setting));
    } catch (error) {
      throw halfOf(error, { change, session, parts: due.map((one) => one.part), index });
    }
  }
  return { outcome: "written", version: versionOf(credential, now) };
}

interface Half extends Pick<Writing, "change" | "session"> {
  readonly parts: readonly AzurePart[];
  readonly index: number;
}

/** A refusal after which some fields are stored and others are not is said field by field. */
function halfOf(cause: unknown, { change, session, parts, index }: Half): unknown {
  const error = toldAs(cause, session, hiding(change.fields));
  if (index === 0 || !(error instanceof AvbError)) return error;
  const names = (some: readonly AzurePart[]) => some.map(({ field, name }) => field ?? name).join(", ");
  const [done, failed] = [names(parts.slice(0, index)), names(parts.slice(index))];
  return AvbError.of("STORE_HALF", { id: change.credential.id, store: "azure", done, failed, why: error.message });
}

/** STORE_NO_PLACE (3) for a field that the split names leave out. */
function requirePart({ credential }: StoreChange, field: string): void {
  const parts = partsOf(credential);
  if (parts.some((part) => part.field === undefined || part.field === field)) return;
  const fields = parts.map((part) => part.field ?? part.name).join(", ");
  throw AvbError.of("STORE_NO_PLACE", { id: credential.id, store: "azure", field, fields });
}

/** STORE_VALUE_TOO_LARGE (3), before anything is sent. */
export function requireSize({ credential: { id } }: StoreChange, text: string, field: string): void {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= MOST_BYTES) return;
  const sizes = { bytes: String(bytes), limit: String(MOST_BYTES) };
  throw AvbError.of("STORE_VALUE_TOO_LARGE", { id, field, store: "the store azure", ...sizes });
}

/** A secret expires on the day by which it must be replaced: Azure tells of that 30 days ahead. */
export function expiryOf({ tags }: Pick<StoreChange, "tags">): Pick<AzureSetting, "expiresAtMs"> {
  const day = Date.parse(tags.NextRotation ?? "");
  return Number.isNaN(day) ? {} : { expiresAtMs: day };
}
