import type { KeyMaker, ListedKey } from "../../../credentials/rotation/key-maker.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import type { RotationFacts } from "../../../domain/rotation.ts";
import { Secret } from "../../../domain/secret.ts";
import { accountOf } from "./account-of.ts";
import { askAbout } from "./ask-about.ts";
import { keyNameOf, listedKeys, managed, managingOf, removeKey } from "./manage.ts";
import { commandOf, type RotationRun, type RotationWay } from "./rotation-run.ts";

/** Keys that the vendor's API makes and revokes. The new one has this rotation's name: whatever was cut off is found by it. */
export const apiWay = (maker: KeyMaker, field: string): RotationWay => ({
  kind: "API",
  fields: [field],
  graceMs: maker.graceMs,
  plan: { issue: `have ${maker.vendor} make a new key`, revoke: `have ${maker.vendor} revoke the old one` },
  prepare: (run, old) => findOld(run, { maker, field }, old),
  issue: async (run) => {
    await removeNamed(run, maker);
    const { id, value } = await made(run, maker);
    return { fields: { [field]: new Secret(value) }, facts: { newId: id } };
  },
  judge: askAbout,
  lastUsedMs: (run) => lastUse(run, maker),
  revoke: async (run) => {
    const { oldId = "" } = run.journal.facts;
    if (oldId === "") return `${maker.vendor} does not list the old one any more`;
    await removeKey(run, maker, oldId);
    return `${maker.vendor} has revoked ${oldId}`;
  },
  withdraw: async (run) => {
    const count = await removeNamed(run, maker);
    return count === 0 ? `${maker.vendor} has made none` : `${maker.vendor} has revoked the new one`;
  },
});

/** When the old key was last used (ms); undefined where the vendor does not tell. */
export const lastUse = async (run: RotationRun, maker: KeyMaker): Promise<number | undefined> =>
  keyOf(await listedKeys(run, maker), run.journal.facts.oldId)?.lastUsedAtMs;

const keyOf = (keys: readonly ListedKey[], id: string | undefined): ListedKey | undefined =>
  keys.find((one) => one.id === id && one.lastUsedAtMs !== undefined) ?? keys.find((one) => one.id === id);

interface Made {
  readonly maker: KeyMaker;
  readonly field: string;
}

/**
 * What the old key is revoked by. ROTATION_OLD_UNKNOWN (3) for one that is taken and not listed once: then nothing is begun, since it
 * could not be ended.
 */
export async function findOld(run: RotationRun, { maker, field }: Made, old: FieldValues): Promise<RotationFacts> {
  const account = maker.ofAccount ? await accountOf(run, old) : undefined;
  const facts = account === undefined ? {} : { account };
  const isListed = !maker.ofAccount || account !== undefined;
  const within = { ...run, journal: { ...run.journal, facts: { ...run.journal.facts, ...facts } } };
  const value = old[field]?.reveal() ?? "";
  const listed = isListed ? (await listedKeys(within, maker)).filter((one) => one.mayBe(value)) : [];
  const [oldId = "", ...more] = new Set(listed.map(({ id }) => id));
  const isAlive = (await askAbout(run, old)).state === "good";
  if ((oldId === "" && isAlive) || more.length > 0) {
    const why = more.length > 0 ? "lists several that it may be" : "does not list it where the admin key looks";
    throw AvbError.of("ROTATION_OLD_UNKNOWN", {
      ...{ vendor: maker.vendor, why, id: run.credential.id, command: commandOf(run.journal) },
    });
  }
  return { ...facts, oldId };
}

/** Takes away what this rotation has made so far; answers how many keys that were. */
async function removeNamed(run: RotationRun, maker: KeyMaker): Promise<number> {
  const name = keyNameOf(run);
  const ids = new Set((await listedKeys(run, maker)).filter((one) => one.name === name).map(({ id }) => id));
  for (const id of ids) await removeKey(run, maker, id);
  return ids.size;
}

async function made(run: RotationRun, maker: KeyMaker) {
  const asking = managingOf(run, maker);
  let answers: readonly unknown[] = [];
  for (const create of maker.create ?? [])
    answers = [await managed(run, { maker, request: create(asking, answers), what: "make a key" }), ...answers];
  const key = maker.made?.(answers);
  if (key !== undefined) return key;
  const why = "answered without a key";
  throw AvbError.of("ROTATION_VENDOR", {
    vendor: maker.vendor,
    what: "make a key",
    why,
    command: commandOf(run.journal),
  });
}
