import type { VaultPolicy } from "../../domain/permissions.ts";
import type { Proof } from "../../domain/proof.ts";
import { normalForm } from "../../domain/reconcile.ts";
import { turns } from "../../domain/turns.ts";
import { vaultChoices } from "../../domain/vault-choices.ts";
import { opaAt } from "../../services/opa/api.ts";
import { accessRules } from "../../services/opa/rules.ts";
import { vaultPolicies } from "../../services/vault/policies.ts";
import { pathIn, policyHcl, rulesOf } from "../../services/vault/policy-text.ts";
import { describePolicies, type TruthLine } from "../opa/describe-policies.ts";
import { stackVault } from "../vault/vault-place.ts";
import { type Claim, tried, untried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

const AT_ONCE = 8;

/** EXT-005: the text of each policy has the rows of its table and no more, and Vault holds that. */
export async function provePolicySync(subject: ProofSubject): Promise<readonly Proof[]> {
  const { mount } = vaultChoices(subject.checkout.loaded.config);
  const proofs = await Promise.all(vaultPolicies.map((policy) => provePolicy(subject, policy, mount)));
  return proofs.flat();
}

async function provePolicy(subject: ProofSubject, policy: VaultPolicy, mount: string): Promise<readonly Proof[]> {
  const { world, stack, secrets, signal } = subject;
  const id = `matrix.ext-005.${policy.id}`;
  const wanted = normalForm(
    Object.fromEntries(policy.permissions.map(({ path, capabilities }) => [pathIn(mount, path), [...capabilities]])),
  );
  const written: Claim = {
    ...{ id: `${id}.text`, claim: `the policy ${policy.id} has the rows of section ${policy.section} and no more` },
    fix: "avb dev policies show",
  };
  const held: Claim = {
    ...{ id: `${id}.held`, claim: `Vault holds the policy ${policy.id} of section ${policy.section}` },
    fix: "avb dev policies sync",
  };
  const text = await tried(written, async () => unlike(policyHcl(policy, mount), wanted));
  if (!stack.running.has("vault")) return [text, untried(held, "Vault does not run in this stack")];
  const there = await tried(held, async () => {
    const vault = stackVault(world, stack, await secrets.get("vault/root-token"), signal);
    return unlike(String((await vault.read(`sys/policies/acl/${policy.id}`))?.policy ?? ""), wanted);
  });
  return [text, there];
}

/** What a policy's text allows in place of what is wanted. */
function unlike(text: string, wanted: string): string | undefined {
  const rules = [...(rulesOf(text) ?? [])].map(([path, { capabilities, more }]) => [
    path,
    more === "" ? capabilities : [...capabilities, more],
  ]);
  const seen = normalForm(Object.fromEntries(rules));
  return seen === wanted ? undefined : `it allows ${seen}`;
}

/** EXT-006: the printed page has each rule of section 6.3, and the OPA that runs decides line by line as its truth table says. */
export async function provePolicyPage(subject: ProofSubject): Promise<readonly Proof[]> {
  const { rules, truthTable } = describePolicies();
  const page: Claim = {
    ...{ id: "matrix.ext-006.rules", claim: "the printed page has every rule of section 6.3, for every role" },
    fix: "avb dev policies docs",
  };
  const complete = await tried(page, async () => {
    const lines = new Set(truthTable.map(({ resource, action }) => `${resource} ${action}`));
    const missing = accessRules.filter(({ resource, action }) => !lines.has(`${resource} ${action}`));
    return missing.length === 0 && rules.length === accessRules.length ? undefined : `it lacks ${normalForm(missing)}`;
  });
  const decided: Claim = {
    ...{ id: "matrix.ext-006.decided", claim: `OPA decides as the ${truthTable.length} lines of the printed page say` },
    fix: "avb dev seed opa",
  };
  if (!subject.stack.running.has("opa")) return [complete, untried(decided, "OPA does not run in this stack")];
  return [complete, await tried(decided, () => asPrinted(subject, truthTable))];
}

async function asPrinted(
  { world, stack, signal }: ProofSubject,
  lines: readonly TruthLine[],
): Promise<string | undefined> {
  const opa = opaAt(world.http, stack.ports.get("opa.http") ?? 0, signal);
  const inTurn = turns(AT_ONCE);
  const asked = lines.map((line) =>
    inTurn(async () => ({ line, seen: [await opa.decide(inputOf(line, "a")), await opa.decide(inputOf(line, "b"))] })),
  );
  const wrong = (await Promise.all(asked)).find(({ line, seen }) => seen[0] !== line.own || seen[1] !== line.foreign);
  if (wrong === undefined) return undefined;
  const { resource, action, role } = wrong.line;
  return `${action} of ${resource} by ${role}: it decided ${wrong.seen.join(" and ")}`;
}

/** The question that a line answers for one's own thing in the tenant `a`, asked for a thing of that tenant or of another. */
const inputOf = ({ resource, action, role }: TruthLine, tenant: string) => ({
  user: { id: "u-1", roles: role === "-" ? [] : [role], tenant_id: "a" },
  resource: { type: resource, id: resource === "tenant" ? tenant : "u-1", owner_id: "u-1", tenant_id: tenant },
  action,
});
