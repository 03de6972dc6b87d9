import { FORMATS } from "../../credentials/formats.ts";
import { awsNameOf, azureNamesOf, azureVaultOf, vaultPathOf } from "../../credentials/places.ts";
import type { Credential, Environment } from "../../domain/credential.ts";
import type { World } from "../../domain/world.ts";
import { findHere } from "./known-credentials.ts";
import { openSecrets } from "./open-secrets.ts";

/** Everything that is known of a credential in an environment, but its value. */
export interface ShownCredential {
  readonly environment: Environment;
  readonly credential: Credential;
  readonly places: Readonly<Record<string, string>>;
  /** The expected form of each field. */
  readonly forms: Readonly<Record<string, string>>;
}

/** Describes a credential; no store is opened. */
export async function show(world: World, id: string, environment: Environment): Promise<ShownCredential> {
  const { all } = await openSecrets(world, { environment, command: "avb secrets show" });
  const credential = findHere(all, id, environment);
  const { kubernetes, path } = credential.places;
  return {
    environment,
    credential,
    places: {
      local: path,
      vault: `secret/${vaultPathOf(credential, environment)}`,
      aws: awsNameOf(credential, environment),
      azure: `${azureVaultOf(environment)}: ${azureNamesOf(credential).join(", ")}`,
      kubernetes: `${kubernetes.secret} (${Object.values(kubernetes.keys).join(", ")})`,
    },
    forms: Object.fromEntries(credential.fields.map(({ name, format }) => [name, FORMATS[format].expected])),
  };
}
