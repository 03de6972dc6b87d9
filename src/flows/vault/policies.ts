import type { ConfigOverrides } from "../../domain/config.ts";
import { AvbError, AvbErrors, type Place } from "../../domain/errors/avb-error.ts";
import type { RunTools } from "../../domain/graph.ts";
import type { SeedVerdict } from "../../domain/seeding.ts";
import type { World } from "../../domain/world.ts";
import { vaultPolicies } from "../../services/vault/policies.ts";
import { policyProblems } from "../../services/vault/policy-problems.ts";
import { judge, type SeenThing } from "../../services/vault/thing.ts";
import { type NamedPolicy, policyThing } from "../../services/vault/wanted.ts";
import { liveSecrets } from "../live/live-secrets.ts";
import { openCheckout } from "../open-checkout.ts";
import { resolveStack } from "../resolve-stack.ts";
import { writeAll } from "../seeding/write-all.ts";
import { type PolicyTarget, policyTarget } from "./policy-target.ts";
import { openVaultPolicies, policySources } from "./vault-documents.ts";
import { reading } from "./vault-place.ts";

/** The policies of a checkout, and how they are called in Vault. */
export async function wantedPolicies(world: World, overrides: ConfigOverrides) {
  const checkout = await openCheckout(world, overrides);
  const stack = await resolveStack(world, checkout, overrides);
  const secrets = await liveSecrets(world, checkout);
  return { checkout, stack, policies: await openVaultPolicies({ world, checkout, stack, secrets }) };
}

/** How a Vault's policies differ from the documents. */
export interface PolicyDifference {
  readonly target: string;
  readonly external: boolean;
  readonly verdicts: readonly SeedVerdict[];
  /** How many differ. */
  readonly count: number;
  /** How many were written. */
  readonly written: number;
}

/** What is to be done about policies. */
export interface PolicyWishes {
  readonly overrides: ConfigOverrides;
  /** Names; all of them when empty. */
  readonly names: readonly string[];
}

/** Compares, and writes nothing. */
export async function diffPolicies(
  { world, signal }: Pick<RunTools, "world" | "signal">,
  wishes: PolicyWishes,
): Promise<PolicyDifference> {
  return told(await seen(world, signal, wishes), 0);
}

/** What `sync` is asked beside. */
export interface SyncWishes extends PolicyWishes {
  readonly planOnly: boolean;
  readonly allowProduction: boolean;
  /** Shown before anything is written to a Vault that avb does not run; false leaves it. */
  confirm(difference: PolicyDifference): Promise<boolean>;
}

/** Writes the policies that differ. POLICY_PRODUCTION (15) for a Vault that avb does not run unless that was allowed. */
export async function syncPolicies(
  { world, signal }: Pick<RunTools, "world" | "signal">,
  wishes: SyncWishes,
): Promise<PolicyDifference> {
  const found = await seen(world, signal, wishes);
  const { target, things } = found;
  const plan = told(found, 0);
  if (wishes.planOnly || plan.count === 0) return plan;
  if (target.isExternal && !wishes.allowProduction)
    throw AvbError.of("POLICY_PRODUCTION", {
      target: target.name,
      things: differing(things)
        .map(({ thing }) => thing.key)
        .join(", "),
    });
  if (target.isExternal && !(await wishes.confirm(plan))) return plan;
  const writes = differing(things).map(({ thing, have }) => ({
    ...{ kind: thing.kind, key: thing.key, run: () => thing.write(target.api, have) },
  }));
  await writeAll([writes], { world, title: "Vault", id: "vault", signal, report: { progress: () => undefined } });
  return told(found, writes.length);
}

interface Found {
  readonly target: PolicyTarget;
  readonly things: readonly SeenThing[];
}

async function seen(world: World, signal: AbortSignal, { overrides, names }: PolicyWishes): Promise<Found> {
  const { checkout, stack, policies } = await wantedPolicies(world, overrides);
  const target = await policyTarget(world, checkout, { stack, signal });
  // The policy of the development token has no business where there is none.
  const here = target.isExternal ? policies.filter(({ name }) => name !== "developer") : policies;
  const wanted = named(here, names).map(policyThing);
  const { api } = target;
  const things = await reading(api, () =>
    Promise.all(wanted.map(async (thing) => judge(thing, await thing.read(api)))),
  );
  return { target, things };
}

/** POLICY_UNKNOWN (2) for a name that no document has. */
export function named(policies: readonly NamedPolicy[], names: readonly string[]): readonly NamedPolicy[] {
  const known = policies.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name)) throw AvbError.of("POLICY_UNKNOWN", { name, known: known.join(", ") });
  return names.length === 0 ? policies : policies.filter(({ name }) => names.includes(name));
}

const differing = (things: readonly SeenThing[]): readonly SeenThing[] =>
  things.filter(({ verdict }) => verdict.do !== "keep");

function told({ target, things }: Found, written: number): PolicyDifference {
  const verdicts = things.map(({ verdict }) => verdict);
  return { target: target.name, external: target.isExternal, verdicts, count: differing(things).length, written };
}

/** What `lint` found. */
export interface LintResult {
  readonly files: number;
  /** What Vault takes though it hardly means what was meant. */
  readonly doubtful: readonly { readonly place: Place; readonly says: string }[];
}

/** Reads policies as Vault would. POLICY_WRONG (3), file and line, for everything that it would refuse. */
export async function lintPolicies(
  world: World,
  overrides: ConfigOverrides,
  paths: readonly string[],
): Promise<LintResult> {
  const checkout = await openCheckout(world, overrides);
  const sources = await policySources(world, checkout, paths);
  const found = sources.flatMap(({ path, text }) =>
    policyProblems(text).map(({ level, says, line, column }) => ({ level, says, place: { file: path, line, column } })),
  );
  const [first, ...others] = found
    .filter(({ level }) => level === "wrong")
    .map(({ says, place }) => AvbError.of("POLICY_WRONG", { what: says }, { place }));
  if (first !== undefined) throw new AvbErrors([first, ...others]);
  const matrix = paths.length === 0 ? vaultPolicies.length : 0;
  const doubtful = found.map(({ place, says }) => ({ place, says }));
  return { files: sources.length + matrix, doubtful };
}
