import { CREDENTIALS } from "../../credentials/catalogue.ts";
import { closest } from "../../domain/closest.ts";
import { type Credential, type CredentialField, type Environment, fieldOf, livesIn } from "../../domain/credential.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";

/** The ids of the credentials that avb brings along, for completion. */
export const CREDENTIAL_IDS: readonly string[] = CREDENTIALS.map(({ id }) => id);

/** The credential of that id; CREDENTIAL_UNKNOWN (2) names the nearest. */
export function findCredential(all: readonly Credential[], id: string): Credential {
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  const ids = all.map((one) => one.id);
  throw AvbError.of("CREDENTIAL_UNKNOWN", { id, near: closest(id, ids) ?? ids[0] ?? "" });
}

/** The credential of that id, when the environment has it: CREDENTIAL_NOT_HERE (2) otherwise. */
export function findHere(all: readonly Credential[], id: string, environment: Environment): Credential {
  const found = findCredential(all, id);
  if (livesIn(found, environment)) return found;
  const [first = environment, ...rest] = found.environments ?? [];
  throw AvbError.of("CREDENTIAL_NOT_HERE", { id, environment, environments: [first, ...rest].join(" and "), first });
}

/** Those of these ids, or all that the environment has where no id is given. */
export const chooseHere = (all: readonly Credential[], ids: readonly string[], environment: Environment) =>
  ids.length === 0
    ? all.filter((one) => livesIn(one, environment))
    : [...new Set(ids)].map((id) => findHere(all, id, environment));

/** The field of that name; CREDENTIAL_FIELD_UNKNOWN (2) names those that are there. */
export function requireField(credential: Credential, name: string): CredentialField {
  const found = fieldOf(credential, name);
  if (found !== undefined) return found;
  const fields = credential.fields.map((field) => field.name).join(", ");
  throw AvbError.of("CREDENTIAL_FIELD_UNKNOWN", { id: credential.id, field: name, fields });
}
