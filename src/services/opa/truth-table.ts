import type { AccessRule } from "../../domain/permissions.ts";

/** One question with the answer that the rules give: what the server is asked, and `opa test` as well. */
export interface DecisionCase {
  /** Unique, dotted: `billing.read.admin.other.documented`. */
  readonly id: string;
  /** The claim as a sentence. */
  readonly claim: string;
  readonly input: unknown;
  readonly allow: boolean;
}

/** The two shapes of a question: matrix section 6.2, and what the backend sends. */
export const SHAPES = ["documented", "sent"] as const;

/** Whose the thing is that somebody asks for; `foreign` is the asker's own thing in another tenant. */
export const STANDINGS = ["own", "other", "foreign"] as const;

type Shape = (typeof SHAPES)[number];
type Standing = (typeof STANDINGS)[number];

const WORDS: Readonly<Record<Standing, string>> = {
  own: "of their own",
  other: "of somebody else's",
  foreign: "of another tenant",
};

/** A user, and what they ask for. */
interface Asked {
  readonly shape: Shape;
  readonly roles: readonly string[];
  readonly standing: Standing;
  readonly resource: string;
  readonly action: string;
}

const UNKNOWN_ROLE = "auditor";
const [ASKER, OTHER, TENANT, FOREIGN_TENANT] = ["user-1", "user-2", "tenant-1", "tenant-2"] as const;

/** Every set of roles that is tried: none, each alone, each two, all, one that no rule knows, and that one beside a known one. */
export function roleSets(rules: readonly AccessRule[]): readonly (readonly string[])[] {
  const known = [...new Set(rules.flatMap(({ roles }) => roles))].sort();
  const pairs = known.flatMap((one, at) => known.slice(at + 1).map((other) => [one, other]));
  const single = known.map((one) => [one]);
  return [[], ...single, ...pairs, known, [UNKNOWN_ROLE], [UNKNOWN_ROLE, known[0] ?? ""]];
}

/** The truth table: every rule for every set of roles, whosever the thing is, in both shapes. */
export const listedCases = (rules: readonly AccessRule[], sets = roleSets(rules)): readonly DecisionCase[] =>
  rules.flatMap(({ resource, action }) =>
    sets.flatMap((roles) =>
      STANDINGS.flatMap((standing) =>
        SHAPES.map((shape) => caseOf(rules, { resource, action, roles, standing, shape })),
      ),
    ),
  );

/**
 * Pairs of resource and action that no rule names: known words in other company, and unknown ones. All are denied to
 * somebody without a role and to somebody with every role, for a thing of their own.
 */
export function unlistedCases(rules: readonly AccessRule[]): readonly DecisionCase[] {
  const resources = [...new Set(rules.map(({ resource }) => resource)), "api_key"];
  const actions = [...new Set([...rules.map(({ action }) => action), "list"])];
  const every = [...new Set(rules.flatMap(({ roles }) => roles))].sort();
  const pairs = resources.flatMap((resource) => actions.map((action) => ({ resource, action })));
  return pairs
    .filter((pair) => ruleFor(rules, pair) === undefined)
    .flatMap((pair) => [[], every].map((roles) => ({ ...pair, roles, standing: "own" as const })))
    .flatMap((asked) => SHAPES.map((shape) => caseOf(rules, { ...asked, shape })));
}

function caseOf(rules: readonly AccessRule[], asked: Asked): DecisionCase {
  const { shape, roles, standing, resource, action } = asked;
  const allow = mayDo(rules, asked);
  const who = roles.length === 0 ? "somebody without a role" : roles.join(" with ");
  return {
    id: [resource, action, roles.join("-") || "none", standing, shape].join("."),
    claim: `${who} ${allow ? "may" : "may not"} ${action} a ${resource} ${WORDS[standing]} (${shape} question)`,
    input: shape === "documented" ? documentedInput(asked) : sentInput(asked),
    allow,
  };
}

const ruleFor = (rules: readonly AccessRule[], { resource, action }: Pick<Asked, "resource" | "action">) =>
  rules.find((rule) => rule.resource === resource && rule.action === action);

/** What the table of section 6.3 says, read here and not by Rego. */
function mayDo(rules: readonly AccessRule[], asked: Asked): boolean {
  const rule = ruleFor(rules, asked);
  if (rule === undefined || asked.standing === "foreign") return false;
  if (rule.relation !== undefined && asked.standing === "own") return true;
  const isForAll = rule.relation === undefined && rule.roles.length === 0;
  return isForAll || rule.roles.some((role) => asked.roles.includes(role));
}

/** The thing itself, with its tenant and its owner. */
function thing({ resource, standing }: Asked) {
  const tenant = standing === "foreign" ? FOREIGN_TENANT : TENANT;
  const owner = standing === "other" ? OTHER : ASKER;
  const ids: Readonly<Record<string, string>> = { tenant, user: owner };
  return { type: resource, id: ids[resource] ?? "thing-1", tenant_id: tenant, owner_id: owner };
}

const documentedInput = (asked: Asked) => ({
  user: { id: ASKER, roles: asked.roles, tenant_id: TENANT },
  resource: thing(asked),
  action: asked.action,
});

/** `integrations/opa.py` sends no tenant of the resource where it is the request's own. */
function sentInput(asked: Asked) {
  const { tenant_id, ...resource } = thing(asked);
  return {
    action: asked.action,
    resource: asked.standing === "foreign" ? { ...resource, tenant_id } : resource,
    subject: { type: "user", id: ASKER },
    tenant_id: TENANT,
    context: { roles: asked.roles, path: "/api/v1/things", method: "GET" },
  };
}
