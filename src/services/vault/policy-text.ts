import type { VaultPolicy } from "../../domain/permissions.ts";
import { normalForm } from "../../domain/reconcile.ts";
import type { FieldChange } from "../../domain/seeding.ts";
import { type HclBody, type HclEntry, type HclValue, parseHcl } from "./hcl.ts";

/** The engine in which the documents write secrets; the real one is named by VAULT_MOUNT_POINT. */
const DOCUMENTED_MOUNT = "secret";

/** A path as it is called where the secrets lie in that mount. */
export const pathIn = (mount: string, path: string): string => path.replace(/^secret\//, `${mount}/`);

/** A policy of the matrix as HCL: the documented rows in their order, each with its purpose. */
export const policyHcl = ({ title, section, permissions }: VaultPolicy, mount: string = DOCUMENTED_MOUNT): string =>
  [
    `# ${title} (matrix section ${section})`,
    ...permissions.map(({ path, capabilities, purpose }) =>
      [
        `# ${purpose}`,
        `path "${pathIn(mount, path)}" {`,
        `  capabilities = [${capabilities.map((one) => `"${one}"`).join(", ")}]`,
        "}",
      ].join("\n"),
    ),
    "",
  ].join("\n\n");

/** A text of HCL whose paths below `secret/` are called as they are in that mount. */
export const hclIn = (mount: string, text: string): string => text.replace(/^(\s*path\s+")secret\//gm, `$1${mount}/`);

/** What a policy says of a path. */
export interface PolicyRule {
  /** Sorted; each one once. */
  readonly capabilities: readonly string[];
  /** What else is said of it, such as `allowed_parameters`, in a form that can be compared. */
  readonly more: string;
}

/** What each path of a policy may be used for; undefined for a text that is no HCL. A path that is there twice has the rights of both. */
export function rulesOf(text: string): ReadonlyMap<string, PolicyRule> | undefined {
  const body = parseHcl(text);
  if (!("entries" in body)) return undefined;
  const rules = new Map<string, PolicyRule>();
  for (const { key, labels, value } of body.entries) {
    if (key !== "path" || !isBody(value)) continue;
    const path = (labels[0] ?? "").replace(/^\//, "");
    const before = rules.get(path);
    const rule = ruleOf(value);
    const capabilities = [...new Set([...(before?.capabilities ?? []), ...rule.capabilities])].sort();
    rules.set(path, { capabilities, more: [before?.more ?? "", rule.more].filter(Boolean).join(" ") });
  }
  return rules;
}

/** What a rule's older keyword `policy` stands for (Vault documentation, "Policies"). */
const SHORTHAND: Readonly<Record<string, readonly string[]>> = {
  deny: ["deny"],
  read: ["list", "read"],
  write: ["create", "delete", "list", "read", "update"],
  sudo: ["create", "delete", "list", "read", "sudo", "update"],
};

function ruleOf({ entries }: HclBody): PolicyRule {
  const capabilities = entries.flatMap(({ key, value }) => {
    if (key === "policy") return SHORTHAND[String(value)] ?? [];
    return key === "capabilities" && Array.isArray(value) ? value.map(String) : [];
  });
  const others = entries.filter(({ key }) => key !== "capabilities" && key !== "policy");
  const more = others.map(({ key, value }) => `${key}=${normalForm(plainOf(value))}`).sort();
  return { capabilities: [...new Set(capabilities)].sort(), more: more.join(" ") };
}

/** How two texts of a policy differ, path by path; what they say is compared, not how it is written. */
export function policyChanges(want: string, have: string): readonly FieldChange[] {
  const [wanted, held] = [rulesOf(want), rulesOf(have)];
  if (wanted === undefined || held === undefined)
    return want.trim() === have.trim() ? [] : [{ field: "policy", have: have.trim(), want: want.trim() }];
  const paths = [...new Set([...wanted.keys(), ...held.keys()])];
  return paths.flatMap((path) => {
    const [wants, has] = [shownRule(wanted.get(path)), shownRule(held.get(path))];
    return wants === has ? [] : [{ field: `path "${path}"`, have: has, want: wants }];
  });
}

const shownRule = (rule: PolicyRule | undefined): string =>
  rule === undefined ? "-" : [`[${rule.capabilities.join(", ")}]`, rule.more].filter(Boolean).join(" ");

/** True for a block or a map. */
export const isBody = (value: HclValue): value is HclBody => typeof value === "object" && !Array.isArray(value);

function plainOf(value: HclValue): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isBody(value)) return value;
  return Object.fromEntries(value.entries.map((entry: HclEntry) => [entry.key, plainOf(entry.value)]));
}
