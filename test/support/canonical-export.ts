import { normalForm } from "../../src/domain/reconcile.ts";
import type { Json, Planter } from "./breakage.ts";
import { EXPORTS } from "./service-exports.ts";

/** What another start or another moment changes though nothing was seeded: OPA writes a file's name otherwise once it was reloaded. */
const VOLATILE =
  /^(?:ast|lago_.*id|created_at|updated_at|started_at|.*_date|.*_at|request_id|decision_id|lease_.*|uuid|accessor|.*running_sha256)$/;

/** By service and path, each as a text that is the same for the same things. */
export type CanonicalExport = ReadonlyMap<string, string>;

/** What these services hold of ours. */
export async function canonicalExport(
  planter: Planter,
  ids: readonly (keyof typeof EXPORTS)[],
): Promise<CanonicalExport> {
  const all = await Promise.all(
    ids.map(async (id) => (await EXPORTS[id](planter)).map(([name, held]) => [`${id} ${name}`, held] as const)),
  );
  return new Map(all.flat().map(([name, held]) => [name, normalForm(withoutVolatile(held))]));
}

const withoutVolatile = (value: Json): Json =>
  JSON.parse(JSON.stringify(value, (key, held) => (VOLATILE.test(key) ? undefined : held)));

/** What two exports do not have in common: each piece with the text around the first difference. */
export const differing = (one: CanonicalExport, other: CanonicalExport): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
    const [before, after] = [one.get(name) ?? "", other.get(name) ?? ""];
    if (before === after) return [];
    const at = [...before].findIndex((letter, index) => letter !== after[index]);
    const from = Math.max(0, at - 40);
    return [`${name}: ${before.slice(from, at + 40)} | ${after.slice(from, at + 40)}`];
  });
