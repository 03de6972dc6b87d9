import type { HandRotation } from "../../../credentials/rotation/by-hand.ts";
import type { KeyMaker } from "../../../credentials/rotation/key-maker.ts";
import type { GuideStep } from "../../../domain/credential.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { checkedValues, fieldsIn } from "../given-values.ts";
import { stepText } from "../guide.ts";
import { typedFields } from "../typed-values.ts";
import { askAbout } from "./ask-about.ts";
import { listedKeys, removeKey } from "./manage.ts";
import { commandOf, type RotationRun, type RotationWay } from "./rotation-run.ts";
import { findOld, lastUse } from "./way-api.ts";

const HOUR_MS = 3_600_000;

/** What a person does by hand, and a vendor whose API revokes at least. */
export interface HandWay {
  readonly hand: HandRotation;
  readonly reviser?: { readonly maker: KeyMaker; readonly field: string } | undefined;
}

/** Values that a person makes and revokes in a console, told click by click; all between is done by avb. */
export const handWay = ({ hand, reviser }: HandWay): RotationWay => ({
  kind: "by hand",
  fields: hand.fields,
  graceMs: HOUR_MS,
  plan: {
    issue: `lead a person to a new value: ${hand.make[0]?.text ?? "where it is made"}`,
    revoke: reviser
      ? `have ${reviser.maker.vendor} revoke the old one`
      : `lead a person: ${hand.revoke[0]?.text ?? ""}`,
  },
  prepare: async (run, old) => (reviser === undefined ? {} : findOld(run, reviser, old)),
  issue: async (run) => {
    tell(run, hand.make);
    const fields = await given(run, hand);
    const newId = reviser && (await listedId(run, reviser, fields));
    return { fields, ...(newId !== undefined && { facts: { newId } }) };
  },
  judge: askAbout,
  ...(reviser && { lastUsedMs: (run: RotationRun) => lastUse(run, reviser.maker) }),
  revoke: async (run) => {
    const { oldId = "" } = run.journal.facts;
    if (reviser !== undefined && oldId !== "") {
      await removeKey(run, reviser.maker, oldId);
      return `${reviser.maker.vendor} has revoked ${oldId}`;
    }
    await confirmed(run, hand.revoke);
    return "revoked by hand";
  },
  withdraw: async (run) => {
    const { newPrint } = run.journal.facts;
    if (newPrint === undefined) return "there is none";
    if (reviser !== undefined && run.journal.facts.newId !== undefined) {
      await removeKey(run, reviser.maker, run.journal.facts.newId);
      return `${reviser.maker.vendor} has revoked the new one`;
    }
    const [first, ...rest] = hand.revoke;
    await confirmed(run, [
      { ...first, text: `The new value (fingerprint ${newPrint}) is not used. ${first?.text ?? ""}` },
      ...rest,
    ]);
    return "revoked by hand";
  },
});

function tell({ means }: RotationRun, steps: readonly GuideStep[]): void {
  for (const [index, step] of steps.entries()) means.say(stepText(step, index, steps.length));
}

/** Whether a person has done it: asked on a terminal, taken from --yes otherwise. NEEDS_ANSWER (2) with neither. */
async function confirmed(run: RotationRun, steps: readonly GuideStep[]): Promise<void> {
  const { hand, yes } = run.means;
  tell(run, steps);
  if (hand !== undefined ? await hand.yes("Done?", false) : yes) return;
  const flag = `once it is done: ${commandOf(run.journal)} --resume --yes`;
  throw AvbError.of("NEEDS_ANSWER", { what: `revoking the old value of ${run.credential.id}`, flag });
}

/** What the person typed where nothing is shown, or piped in, in its form. */
async function given(run: RotationRun, { fields }: HandRotation): Promise<FieldValues> {
  const { credential, means, secrets, store } = run;
  const { world, environment } = secrets.tools;
  const wanted = { ...credential, fields: credential.fields.filter(({ name }) => fields.includes(name)) };
  const texts =
    means.hand === undefined
      ? await piped(run, wanted)
      : await typedFields({ world, typist: means.hand, environment }, wanted, undefined);
  if (Object.values(texts).every((text) => text === "")) throw nothing(run, "the terminal");
  const values = checkedValues(wanted, texts, { environment, facts: store.facts, unchecked: false });
  return values;
}

async function piped(run: RotationRun, wanted: RotationRun["credential"]) {
  const text = await run.means.piped();
  if (text === "") throw nothing(run, "stdin");
  const [only] = wanted.fields;
  return fieldsIn(wanted, text, wanted.fields.length === 1 ? only?.name : undefined);
}

const nothing = ({ credential: { id } }: RotationRun, source: string) =>
  AvbError.of("CREDENTIAL_NOTHING_GIVEN", { id, source });

/** What the new key is revoked by, for the way back. Where a list shows nothing of a key, none is taken for it. */
async function listedId(run: RotationRun, { maker, field }: NonNullable<HandWay["reviser"]>, values: FieldValues) {
  if (maker.ofAccount) return undefined;
  const value = values[field]?.reveal() ?? "";
  return (await listedKeys(run, maker)).find((one) => one.mayBe(value))?.id;
}
