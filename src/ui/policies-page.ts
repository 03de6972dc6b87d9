import type { AccessRule } from "../domain/permissions.ts";
import { markdownTable } from "./table.ts";

/** What the page is made of. */
export interface PolicyFacts {
  readonly decisionPath: string;
  readonly sampleInput: unknown;
  readonly rules: readonly AccessRule[];
  readonly truthTable: readonly {
    readonly resource: string;
    readonly action: string;
    readonly role: string;
    readonly own: boolean;
    readonly other: boolean;
    readonly foreign: boolean;
  }[];
}

const ALWAYS = `Denied is also: every pair of resource and action that stands in no rule; everything of another tenant, for every role;
a tenant whose id is not the tenant that is asked for; a question with a field missing, unknown or of another type.
Roles that no rule names give nothing. A decision is never an error: it is \`true\` or \`false\`.`;

const SHAPES = `A question has one of two shapes. The documented one may also carry \`resource.owner_id\`, the id of the user that the
resource belongs to; without it nobody is the owner. \`resource.id\` is left out, or null, for a list and for what is yet to be made.`;

const SENT = `The backend sends another one, which comes to the same: \`subject.id\` is the user, \`context.roles\` are the roles, and
\`tenant_id\` is the tenant of both sides unless \`resource.tenant_id\` says otherwise. It sends no \`resource.owner_id\` today, so
an owner without the role \`admin\` is refused until it does.`;

const SENT_SAMPLE = {
  input: {
    action: "create",
    resource: { type: "voice_session", id: "uuid" },
    subject: { type: "user", id: "uuid" },
    tenant_id: "uuid",
    context: { roles: ["admin", "user"], path: "/api/v1/sessions", method: "POST" },
  },
};

/** Who may do what, as a page: the rules, what is asked, and the truth table. */
export function policiesPage({ decisionPath, sampleInput, rules, truthTable }: PolicyFacts): string {
  const lines = truthTable.map(({ resource, action, role, own, other, foreign }) => [
    ...[code(resource), action, role === "-" ? role : code(role)],
    ...[own, other, foreign].map((one) => (one ? "yes" : "no")),
  ]);
  const parts = [
    "# Who may do what",
    `Printed by \`avb dev policies docs\` from the rules that OPA decides by. A decision is asked for at \`${decisionPath}\`.`,
    "## Rules",
    markdownTable(
      ["Resource", "Action", "Who"],
      rules.map((rule) => [code(rule.resource), rule.action, whoIn(rule)]),
    ),
    ALWAYS,
    "## The question",
    SHAPES,
    jsonBlock({ input: sampleInput }),
    SENT,
    jsonBlock(SENT_SAMPLE),
    "## Truth table",
    "For somebody with one role, or with none: a thing of their own, somebody else's in the same tenant, and one of another tenant.",
    markdownTable(["Resource", "Action", "Role", "Own", "Somebody else's", "Another tenant's"], lines),
  ];
  return `${parts.join("\n\n")}\n`;
}

const code = (text: string): string => `\`${text}\``;

const jsonBlock = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const RELATIONS = { self: "the user in question", owner: "the resource's owner" } as const;

function whoIn({ roles, relation }: AccessRule): string {
  const who = [...(relation === undefined ? [] : [RELATIONS[relation]]), ...roles.map(code)];
  return who.length === 0 ? "everybody who is signed in" : who.join(" or ");
}
