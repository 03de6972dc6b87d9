import type { KeycloakFields } from "../../domain/keycloak.ts";
import type { FieldChange } from "../../domain/seeding.ts";
import { byName, fieldChanges } from "./field-changes.ts";
import type { WantedThing } from "./wanted.ts";

/** The user profile that is written: ours in place of those of the same name, others as they are, without `gone`; attributes that it does not name belong to nobody. */
export function profileOf(
  want: readonly WantedThing[],
  have: KeycloakFields,
  gone: ReadonlySet<string> = new Set(),
): KeycloakFields {
  const { unmanagedAttributePolicy: _, ...rest } = have;
  const ours = new Map(want.map(({ key, fields }) => [key, withoutEmpty(fields)]));
  const held = [...byName(have.attributes)].filter(([name]) => !gone.has(name));
  const attributes = new Map([...ours, ...held, ...ours]);
  return { ...rest, attributes: [...attributes.values()] };
}

/** How a profile differs. Any policy for attributes that it does not name would let a user or an application invent a tenant_id of another spelling. */
export function profileChanges(want: readonly WantedThing[], have: KeycloakFields): readonly FieldChange[] {
  const held = byName(have.attributes);
  const policy = String(have.unmanagedAttributePolicy ?? "DISABLED");
  return [
    ...want.flatMap(({ key, fields }) => fieldChanges(fields, held.get(key) ?? {}, `${key}.`)),
    ...(policy === "DISABLED" ? [] : [{ field: "unmanagedAttributePolicy", have: policy, want: "DISABLED" }]),
  ];
}

/** An empty `required` would make an attribute required of everybody. */
const withoutEmpty = (fields: KeycloakFields): KeycloakFields =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => !(typeof value === "object" && value !== null && Object.keys(value).length === 0),
    ),
  );
