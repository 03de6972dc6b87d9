import type { Checkout } from "../../domain/checkout.ts";
import { folderOf } from "../../domain/live/kept-folder.ts";
import { type LookWishes, madeName, type SeedVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import { type Opa, opaAt } from "../../services/opa/api.ts";
import { POLICY_FOLDER, RULES_PATH } from "../../services/opa/documents.ts";
import { type HeldPolicies, policyVerdicts, type StrayPolicy, strayPolicies } from "../../services/opa/seed.ts";
import { mountsHere } from "../live/mounts-here.ts";
import { ownPolicies, type PolicyFiles, shippedPolicies } from "../opa/policy-files.ts";
import { type PolicyChange, writePolicies } from "../opa/write-policies.ts";
import { readPatiently } from "./read-patiently.ts";
import type { Seeder } from "./seeder.ts";

/** OPA's policies and the rules that they read: checked by the OPA that loads them, then put where it loads them from. */
export const opaSeeder: Seeder = {
  async open({ world, checkout, stack }) {
    const files: PolicyFiles = new Map([...(await shippedPolicies(world)), ...(await ownPolicies(world, checkout))]);
    const wanted = new Map([...files].map(([name, { text }]) => [name, text] as const));
    return {
      facts: JSON.stringify([...wanted]),
      async look(wishes) {
        const port = stack.ports.get("opa.http") ?? 0;
        const opa = opaAt(world.http, port, wishes.signal);
        const held = await readPolicies(world, checkout, { opa, port, signal: wishes.signal });
        const strays = wishes.everything || wishes.prune ? strayPolicies(wanted, held) : [];
        const judged = strays.map((stray) => ({ stray, verdict: strayVerdict(stray, wishes) }));
        const verdicts = [...policyVerdicts(wanted, held), ...judged.map(({ verdict }) => verdict)];
        const change: PolicyChange = {
          ...{ world, checkout, opa, files, signal: wishes.signal, id: wishes.ids.get("opa") ?? "" },
          isMounted: await mountsHere(world),
          differing: verdicts.filter((verdict) => verdict.do === "create" || verdict.do === "update"),
          leaving: judged.flatMap(({ stray, verdict }) => (verdict.do === "prune" ? [stray] : [])),
        };
        const differing = change.differing.length + change.leaving.length;
        return { verdicts, differing, write: (report) => writePolicies(change, report) };
      },
    };
  },
};

function strayVerdict({ id, file }: StrayPolicy, { prune, made }: LookWishes): SeedVerdict {
  const about = { kind: "policy", key: file ?? id };
  if (file !== undefined && prune && made.has(madeName(about)))
    return { ...about, do: "prune", why: "no document names it any more" };
  const why = file === undefined ? "it was pushed by hand: the next start is without it" : "a file that is not avb's";
  return { ...about, do: "orphan", why };
}

interface Read {
  readonly opa: Opa;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** What the server has loaded and the folder holds. SEED_NOT_READ (9) for what cannot be read. */
async function readPolicies(world: World, checkout: Checkout, { opa, port, signal }: Read): Promise<HeldPolicies> {
  const from = { service: "OPA", id: "opa", url: `http://127.0.0.1:${port}`, signal, firstMs: 100 };
  const ask = () => Promise.all([opa.policies(), opa.data(RULES_PATH), filesOf(world, checkout)]);
  const [policies, rules, files] = await readPatiently(world, ask, from);
  return { policies, rules, files };
}

async function filesOf({ files }: World, { state }: Checkout): Promise<ReadonlyMap<string, string>> {
  const folder = `${folderOf(state, "opa")}/${POLICY_FOLDER.loaded}`;
  const names = (await files.list(folder)).filter((name) => !name.startsWith("."));
  const texts = names.map(async (name) => [name, (await files.read(`${folder}/${name}`)) ?? ""] as const);
  return new Map(await Promise.all(texts));
}
