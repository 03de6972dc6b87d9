import { checksFor } from "../../../credentials/live/checks.ts";
import type { FieldValues } from "../../../domain/credential-store.ts";
import { askVendor } from "../ask-vendor.ts";
import type { RotationRun } from "./rotation-run.ts";

/** The account at the vendor that values belong to, as the vendor names it; undefined where it does not take them or does not tell. */
export async function accountOf(run: RotationRun, values: FieldValues): Promise<string | undefined> {
  const { secrets, credential, means } = run;
  const { world, environment } = secrets.tools;
  const { signal, deadlineMs } = means;
  const patience = { signal, ...(deadlineMs !== undefined && { deadlineMs }) };
  for (const { check, fields } of checksFor(credential)) {
    if (check.questions.every(({ account }) => account === undefined)) continue;
    const parts = Object.fromEntries(
      Object.entries(fields).map(([part, name]) => [part, values[name]?.reveal() ?? ""]),
    );
    const word = await askVendor(world, { check, asking: { parts, environment, before: [], token: "" } }, patience);
    if (word.account !== undefined) return word.account;
  }
  return undefined;
}
