import type { AzureSetting, AzureValue } from "../../../domain/azure.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { StoreTools } from "../store-tools.ts";
import { absent, byAge, tagsWith } from "./azure-parts.ts";
import type { AzureSession } from "./azure-session.ts";
import { type NamedSetting, ROUNDS, setSecret } from "./azure-set.ts";
import { type HeldObject, heldObject } from "./json-value.ts";

/** A write of some fields of a JSON text, and what stood there when it began. */
export interface JsonWrite {
  readonly credential: Credential;
  readonly name: string;
  readonly fields: FieldValues;
  readonly tags: AzureSetting["tags"];
  readonly expiresAtMs?: number;
  /** The versions that were there before anything was read. */
  readonly known: ReadonlySet<string>;
  readonly base: HeldObject;
  readonly revision: number;
}

/**
 * Key Vault has no conditional write, and of two who write one JSON text at once the later takes the earlier one's fields away. So
 * after each write one looks for versions that nobody knew of: whoever finds some puts their fields and the own ones together.
 * Returns the version that holds them all.
 */
export async function writeJson(tools: StoreTools, session: AzureSession, given: JsonWrite): Promise<string> {
  const own = new Set<string>();
  let write = given;
  let wanted: HeldObject = { ...write.base, ...revealed(write.fields) };
  for (let round = 0; round < ROUNDS; round++) {
    const { version, isRecovered } = await setSecret(tools, session, settingOf(write, wanted, round));
    own.add(version);
    if (isRecovered) write = { ...write, known: await versionsNow(session, write.name) };
    const now = await together(session, write, own);
    if (now.isWhole) return now.version;
    await tools.world.clock.sleep(Math.round(tools.world.random.fraction() * 100 * (round + 1)));
    const later = await together(session, write, own);
    if (later.isWhole) return later.version;
    wanted = later.wanted;
  }
  throw AvbError.of("STORE_CONTENDED", { name: write.name, store: "azure", times: String(ROUNDS) });
}

function settingOf({ name, tags, expiresAtMs, revision }: JsonWrite, wanted: HeldObject, round: number): NamedSetting {
  const expiry = expiresAtMs === undefined ? {} : { expiresAtMs };
  const more = { tags: tagsWith(tags, revision + round), ...expiry };
  return { name, text: JSON.stringify(wanted), contentType: "application/json", ...more };
}

const versionsNow = async ({ azure }: AzureSession, name: string): Promise<ReadonlySet<string>> =>
  new Set((await azure.versions(name)).map(({ version }) => version));

interface Together {
  readonly isWhole: boolean;
  readonly version: string;
  readonly wanted: HeldObject;
}

/** What everybody's fields come to, and whether the latest version holds it. A field that another one set too is the other one's. */
async function together({ azure }: AzureSession, write: JsonWrite, own: ReadonlySet<string>): Promise<Together> {
  const foreign = (await azure.versions(write.name)).filter(
    ({ version }) => !write.known.has(version) && !own.has(version),
  );
  const latest = await azure.value(write.name);
  const values: AzureValue[] = [];
  for (const { version } of foreign.toSorted(byAge)) {
    const value = version === latest.version ? latest : await azure.value(write.name, version).catch(absent);
    if (value !== undefined) values.push(value);
  }
  const theirs: HeldObject = Object.assign({}, ...values.map(({ text }) => changed(write, text)));
  const mine = Object.fromEntries(
    Object.entries(revealed(write.fields)).filter(([name]) => !Object.hasOwn(theirs, name)),
  );
  const last = heldObject(write.credential, latest.text) ?? {};
  const wanted = { ...write.base, ...theirs, ...changed(write, latest.text), ...mine };
  const isWhole = Object.entries(wanted).every(([name, value]) => isSame(last[name], value));
  return { isWhole, version: latest.version, wanted };
}

/** What a text has other than the one at the beginning, but for what this write itself sets. */
function changed({ credential, base, fields }: JsonWrite, text: string): HeldObject {
  const mine = revealed(fields);
  return Object.fromEntries(
    Object.entries(heldObject(credential, text) ?? {}).filter(
      ([name, value]) => !isSame(base[name], value) && !isSame(mine[name], value),
    ),
  );
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const revealed = (fields: FieldValues): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.reveal()]));
