import { tagsOf } from "../../credentials/tags.ts";
import type { Checkout } from "../../domain/checkout.ts";
import type { Credential } from "../../domain/credential.ts";
import type { StoreChange, StoreLook } from "../../domain/credential-store.ts";
import type { Report } from "../../domain/plan.ts";
import type { World } from "../../domain/world.ts";
import { deliveredSoFar, deliveryTools, keepDelivered, vaultMark, type WantedDelivery } from "./delivered.ts";
import { fieldsOf } from "./diff.ts";
import { chooseHere } from "./known-credentials.ts";
import { credentialsIn } from "./open-secrets.ts";
import { isProvisioned, standingOf } from "./standing.ts";
import { openStackVault, openStore } from "./stores.ts";

/** Where it is, and what is to be put there. */
export interface DeliveryFacts {
  readonly world: World;
  readonly checkout: Checkout;
  readonly wanted: WantedDelivery;
}

/** What becomes of a credential. */
type Verdict = "same" | "write" | "without" | { readonly left: string };

/** Puts what the chosen store has into the stack's Vault, and says what is left, missing or failed. */
export async function deliver({ world, checkout, wanted }: DeliveryFacts, report: Report): Promise<void> {
  const { store, environment, inputs } = wanted;
  const tools = deliveryTools(world, checkout, environment);
  const chosen = chooseHere(credentialsIn(checkout), [], environment);
  const vault = openStackVault(tools);
  const [found, held] = await Promise.all([openStore(tools, store).look(chosen), vault.look(chosen)]);
  const [last, mark = ""] = await Promise.all([deliveredSoFar(world, checkout), vaultMark(world, checkout)]);
  const before = last?.vault === mark ? last.versions : {};
  const verdicts = new Map(
    chosen.map((one) => {
      const sides = { found: found.get(one.id), held: held.get(one.id), ours: before[one.id] };
      return [one, verdictOn(one, sides, wanted)] as const;
    }),
  );
  const now = world.clock.now();
  const changes = [...verdicts].flatMap(([credential, verdict]): readonly StoreChange[] =>
    verdict === "write"
      ? [{ credential, fields: fieldsOf(found.get(credential.id)), tags: tagsOf(credential, now) }]
      : [],
  );
  const results = await vault.write(changes);
  const versions = Object.fromEntries(
    results.flatMap(({ id, version }) => (version === undefined ? [] : [[id, version]])),
  );
  const failed = results.flatMap(({ error }) => (error === undefined ? [] : [error.message]));
  const as = { inputs: failed.length === 0 ? inputs : "failed", vault: mark };
  await keepDelivered(world, checkout, { ...as, versions: { ...before, ...versions } });
  report.progress(`${Object.keys(versions).length} written`);
  for (const line of toldOf(verdicts, { wanted, failed })) report.say(line);
}

interface Sides {
  readonly found: StoreLook | undefined;
  readonly held: StoreLook | undefined;
  /** The version that avb put there. */
  readonly ours: string | undefined;
}

/** Only what avb put there is replaced: a value that somebody rotated in Vault is newer than the store's. */
function verdictOn(credential: Credential, { found, held, ours }: Sides, { environment }: WantedDelivery): Verdict {
  if (!isProvisioned(standingOf(credential, found, environment))) return "without";
  if (held?.state === "removed") return { left: "it was removed there" };
  if (held?.state !== "present") return "write";
  const [wanted, there] = [fieldsOf(found), held.found.fields];
  if (Object.keys(wanted).every((name) => wanted[name]?.reveal() === there[name]?.reveal())) return "same";
  return held.found.version === ours ? "write" : { left: "Vault holds another value, which avb did not put there" };
}

interface Outcome {
  readonly wanted: WantedDelivery;
  readonly failed: readonly string[];
}

function toldOf(verdicts: ReadonlyMap<Credential, Verdict>, { wanted, failed }: Outcome): readonly string[] {
  const from = `${wanted.store} (${wanted.environment})`;
  const idsWith = (verdict: Verdict) => [...verdicts].flatMap(([{ id }, one]) => (one === verdict ? [id] : []));
  const [written, without] = [idsWith("write"), idsWith("without")];
  const left = [...verdicts].flatMap(([{ id }, one]) => (typeof one === "object" ? [`${id}: ${one.left}`] : []));
  return [
    ...(written.length === 0 ? [] : [`in Vault from ${from}: ${written.join(", ")}`]),
    ...left.map(
      (line) => `left as Vault has it: ${line}; see both: avb secrets diff --from ${wanted.store} --to vault`,
    ),
    ...(without.length === 0
      ? []
      : [`no value yet in ${from}, so not in Vault: ${without.join(", ")}; get one: avb secrets guide ${without[0]}`]),
    ...failed.map((why) => `not put into Vault: ${why}`),
  ];
}
