import type { Credential, CredentialField } from "../domain/credential.ts";
import { AvbError, AvbErrors, type Place } from "../domain/errors/avb-error.ts";
import type { OwnCredential } from "../domain/own-credential.ts";
import { ownPath } from "../domain/third-party.ts";
import { awsNameOf, azureNamesOf, vaultPathOf } from "./places.ts";

type OwnCredentials = Readonly<Record<string, OwnCredential>>;

/** A team's own credentials, made whole; CREDENTIAL_OWN (3) with the place of each that takes what another one has. */
export function ownCredentials(
  own: OwnCredentials,
  shipped: readonly Credential[],
  placeOf: (id: string) => Place | undefined,
): readonly Credential[] {
  const all: Credential[] = [];
  const problems: AvbError[] = [];
  for (const [id, one] of Object.entries(own)) {
    const made = credentialOf(id, one);
    const why = clash(made, [...shipped, ...all]);
    const place = placeOf(id);
    if (why === undefined) all.push(made);
    else problems.push(AvbError.of("CREDENTIAL_OWN", { id, why }, place === undefined ? {} : { place }));
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  return all;
}

function credentialOf(id: string, own: OwnCredential): Credential {
  const { title = id, category = "integrations", status = "Placeholder", epic, scopes, guide = [] } = own;
  const fields = Object.entries(own.fields).map(([name, field]): CredentialField => {
    const { variable, format = "text", secret = true, optional = false } = field;
    return { name, variable, format, secret, ...(optional && { optional }) };
  });
  return {
    ...{ id, title, category, status, fields, documented: false },
    ...(epic !== undefined && { epic }),
    ...(scopes && { scopes }),
    places: {
      path: ownPath(id),
      aws: own.aws ?? `qualisys/${category}/${id}`,
      azure: { form: "json", name: own.azure ?? `${category}-${id}` },
      kubernetes: {
        secret: own.kubernetes ?? id,
        keys: Object.fromEntries(fields.map(({ name }) => [name, name])),
      },
    },
    rotation: rotationOf(title, own.rotation),
    guide: [...guide.map((text) => ({ text })), ...fields.map(({ name }) => ({ text: `Copy ${name}.`, field: name }))],
  };
}

const rotationOf = (title: string, given: OwnCredential["rotation"]): Credential["rotation"] => ({
  title,
  frequency: given?.frequency ?? "On compromise",
  next: given?.next ?? "N/A",
  owner: given?.owner ?? "-",
  procedure: given?.procedure ?? "Get a new one, update the secret store",
});

/** What two credentials must not share: one would take the other's value, or overwrite it. */
function clash(made: Credential, others: readonly Credential[]): string | undefined {
  for (const other of others) {
    if (other.id === made.id) return "avb has one of this name already";
    const variable = made.fields.find((field) => other.fields.some((theirs) => theirs.variable === field.variable));
    if (variable !== undefined) return `${variable.variable} is the variable of ${other.id}`;
    const place = placesOf(made).find((one) => placesOf(other).includes(one));
    if (place !== undefined) return `'${place}' is the place of ${other.id}`;
  }
  return undefined;
}

const placesOf = (one: Credential): readonly string[] => [
  ...[awsNameOf(one, "production"), vaultPathOf(one, "production"), one.places.kubernetes.secret],
  ...azureNamesOf(one),
];
