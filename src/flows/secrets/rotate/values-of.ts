import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { Secret } from "../../../domain/secret.ts";
import { fingerprint } from "../fingerprint.ts";
import { standingOf } from "../standing.ts";
import type { RotationRun } from "./rotation-run.ts";

/** What the store has now. */
export interface CurrentValues {
  readonly version: string;
  readonly fields: FieldValues;
  readonly tags: Readonly<Record<string, string>>;
}

/** What applications get now; CREDENTIAL_ABSENT (10), and ROTATION_NO_WAY (2) for what is nobody's credential. */
export async function currentValues(
  run: Pick<RotationRun, "store" | "credential" | "secrets">,
): Promise<CurrentValues> {
  const { store, credential, secrets } = run;
  const { environment } = secrets.tools;
  const { id } = credential;
  const look = (await store.look([credential])).get(id);
  if (look?.state !== "present") throw AvbError.of("CREDENTIAL_ABSENT", { id, store: store.facts.id, environment });
  const { state, fields } = standingOf(credential, look, environment);
  const bad = fields.find((one) => one.state !== "good");
  if (state === "present" || bad === undefined) return look.found;
  const fix = `store a working one first: avb secrets set ${id} --store ${store.facts.id} --environment ${environment}`;
  throw AvbError.of("ROTATION_NO_WAY", { id, why: `its ${bad.field} ${bad.says}`, fix });
}

/** The old values out of the store's history; undefined where it has them no more. */
export async function oldValues({ store, credential, journal }: RotationRun): Promise<FieldValues | undefined> {
  const versions = await store.history(credential);
  return versions.find(({ version }) => version === journal.facts.oldVersion)?.fields;
}

/** Tells sets of values apart without showing them: the digest of the fields that are replaced. */
export function printOf({ secrets, way }: Pick<RotationRun, "secrets" | "way">, values: FieldValues): string {
  const texts = way.fields.map((name) => values[name]?.reveal() ?? "");
  return fingerprint(secrets.tools.world, new Secret(JSON.stringify(texts)));
}
