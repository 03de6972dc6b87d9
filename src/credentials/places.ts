import type { Credential, Environment } from "../domain/credential.ts";
import type { StoreId } from "../domain/credential-store.ts";

/** What stands before a path of an environment; production has the document's own paths. */
const BEFORE: Readonly<Record<Environment, string>> = { dev: "dev/", staging: "staging/", production: "" };

/** The path in Vault, below `secret/`. */
export const vaultPathOf = ({ places }: Credential, environment: Environment): string =>
  `${BEFORE[environment]}${places.path}`;

/** Where a version waits that is not current yet, below `secret/`. */
export const vaultPendingPathOf = ({ places }: Credential, environment: Environment): string =>
  `${BEFORE[environment]}avb-pending/${places.path}`;

/**
 * The name in AWS Secrets Manager. The environment is part of the first folder, so that a policy for `qualisys/*` does not
 * open another environment.
 */
export const awsNameOf = ({ places }: Credential, environment: Environment): string =>
  environment === "production" ? places.aws : places.aws.replace(/^([^/]+)\//, `$1-${environment}/`);

/** The names in Azure Key Vault: one for all fields, or one for each of some; every environment has a vault of its own. */
export const azureNamesOf = ({ places: { azure } }: Credential): readonly string[] =>
  azure.form === "json" ? [azure.name] : Object.values(azure.names);

/** Whether a store keeps all fields of a credential as one text: then they share its limit. */
export const isKeptTogether = ({ places: { azure } }: Credential, store: StoreId): boolean =>
  store !== "azure" || azure.form === "json";

/** The vault of an environment, after the document's `qualisys-secrets`. */
export const azureVaultOf = (environment: Environment): string =>
  environment === "production" ? "qualisys-secrets" : `qualisys-secrets-${environment}`;

/** The document's way to name several Azure secrets at once: what they have in common, and `*`. */
export function azureCell(credential: Credential): string {
  const names = azureNamesOf(credential);
  if (names.length < 2) return names[0] ?? "";
  const [first = "", ...others] = names;
  let length = first.length;
  while (!others.every((name) => name.startsWith(first.slice(0, length)))) length -= 1;
  return length === 0 ? names.join(", ") : `${first.slice(0, length)}*`;
}
