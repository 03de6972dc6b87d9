import type { DecisionCase } from "./truth-table.ts";

/** A question that `tenant_admin` and `admin` of a tenant would be answered with yes; what is wrong is put on top. */
const GOOD = {
  user: { id: "user-1", roles: ["admin", "tenant_admin"], tenant_id: "tenant-1" },
  resource: { type: "tenant", id: "tenant-1", tenant_id: "tenant-1" },
  action: "update",
};
const SENT = {
  action: "update",
  resource: { type: "tenant", id: "tenant-1" },
  subject: { type: "user", id: "user-1" },
  tenant_id: "tenant-1",
  context: { roles: ["admin", "tenant_admin"] },
};

const { user, resource } = GOOD;

const without = (thing: object, name: string): object =>
  Object.fromEntries(Object.entries(thing).filter(([key]) => key !== name));

const WRONG: Readonly<Record<string, unknown>> = {
  "an empty question": {},
  "a list": [GOOD],
  "a text": "allow",
  null: null,
  "no user": without(GOOD, "user"),
  "a user that is null": { ...GOOD, user: null },
  "a user that is a text": { ...GOOD, user: "user-1" },
  "no id of the user": { ...GOOD, user: without(user, "id") },
  "an empty id of the user": { ...GOOD, user: { ...user, id: "" } },
  "a number as the user's id": { ...GOOD, user: { ...user, id: 1 } },
  "no roles": { ...GOOD, user: without(user, "roles") },
  "roles that are a text": { ...GOOD, user: { ...user, roles: "tenant_admin" } },
  "roles that are a map": { ...GOOD, user: { ...user, roles: { tenant_admin: true } } },
  "a role that is a number": { ...GOOD, user: { ...user, roles: ["tenant_admin", 1] } },
  "no tenant of the user": { ...GOOD, user: without(user, "tenant_id") },
  "a tenant of the user that is null": { ...GOOD, user: { ...user, tenant_id: null } },
  "no resource": without(GOOD, "resource"),
  "a resource that is a text": { ...GOOD, resource: "tenant" },
  "no type of the resource": { ...GOOD, resource: without(resource, "type") },
  "a type that is a list": { ...GOOD, resource: { ...resource, type: ["tenant"] } },
  "no tenant of the resource": { ...GOOD, resource: without(resource, "tenant_id") },
  "both tenants null": {
    ...GOOD,
    user: { ...user, tenant_id: null },
    resource: { ...resource, tenant_id: null, id: null },
  },
  "a tenant of another tenant": { ...GOOD, resource: { ...resource, id: "tenant-2" } },
  "no action": without(GOOD, "action"),
  "an action that is a list": { ...GOOD, action: ["update"] },
  "an action in capitals": { ...GOOD, action: "UPDATE" },
  "an unknown field": { ...GOOD, allow: true },
  "an unknown field of the user": { ...GOOD, user: { ...user, is_admin: true } },
  "an unknown field of the resource": { ...GOOD, resource: { ...resource, public: true } },
  "both shapes at once": { ...GOOD, ...SENT },
  "no subject": without(SENT, "subject"),
  "a subject that is a text": { ...SENT, subject: "user-1" },
  "an unknown field of the subject": { ...SENT, subject: { ...SENT.subject, roles: ["tenant_admin"] } },
  "no context": without(SENT, "context"),
  "a context without roles": { ...SENT, context: { path: "/" } },
  "no tenant of the request": without(SENT, "tenant_id"),
  "a tenant of the request that is null": { ...SENT, tenant_id: null },
  "an unknown field beside the sent ones": { ...SENT, bypass: true },
};

/** Questions that are not well formed: all are denied, none is an error. */
export const malformedCases: readonly DecisionCase[] = Object.entries(WRONG).map(([what, input]) => ({
  id: `malformed.${what.replace(/[^a-z]+/g, "-")}`,
  claim: `a question with ${what} is denied`.replace("with an empty question", "that is empty"),
  input,
  allow: false,
}));

/** The two questions that the malformed ones are made from: without a yes to them, a no to those says nothing. */
export const wellFormedCases: readonly DecisionCase[] = [
  ...[{ id: "malformed.not.documented", claim: "the documented question without a mistake is allowed", input: GOOD }],
  ...[{ id: "malformed.not.sent", claim: "the sent question without a mistake is allowed", input: SENT }],
].map((one) => ({ ...one, allow: true }));
