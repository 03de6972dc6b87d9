import type { KeycloakFields } from "../../domain/keycloak.ts";
import { byName, fieldChanges } from "./field-changes.ts";
import type { RealmContext, RealmIds } from "./realm-context.ts";
import { type Differing, differing } from "./realm-kind.ts";

/** Writes what differs of a client scope; its mappers have verbs of their own. */
export async function writeScope({ api }: RealmContext, _ids: RealmIds, one: Differing): Promise<void> {
  const { id } = one.have;
  const { protocolMappers, ...fields } = differing(one);
  const { protocolMappers: _, ...whole } = one.want.fields;
  if (Object.keys(fields).length > 0) await api.set("clientScopes", id, { ...whole, ...fields });
  if (protocolMappers === undefined) return;
  const [want, have] = [byName(protocolMappers), byName(one.have.fields.protocolMappers)];
  for (const [name, mapper] of want) {
    const there = have.get(name);
    if (there === undefined) await api.addMapper(id, mapper);
    else if (fieldChanges(mapper, there).length > 0)
      await api.setMapper(id, String(there.id), { ...mapper, config: merged(there, mapper) });
  }
  for (const [name, mapper] of have) if (!want.has(name)) await api.removeMapper(id, String(mapper.id));
}

const merged = (have: KeycloakFields, want: KeycloakFields) => ({ ...Object(have.config), ...Object(want.config) });
