import type { SecretClient, SecretProperties } from "@azure/keyvault-secrets";
import {
  type Azure,
  AzureRefusal,
  type AzureSecrets,
  type AzureSetting,
  type AzureValue,
  type AzureVersion,
} from "../domain/azure.ts";
import { azureCredential } from "./azure-identity.ts";
import { azureAnswered } from "./azure-refusal.ts";
import { type Credential, settingsFor } from "./azure-settings.ts";
import { inTime } from "./deadline.ts";

/** How often one asks whether a deletion or a recovery is done, and for how long (ms). */
const POLL_MS = 500;
const POLLED_MS = 60_000;

/** Key Vault through Azure's own client, loaded with the first question; Azure's rules find who one is. */
export const azureSdk: Azure = {
  secrets(vaultUrl) {
    let opened: Promise<SecretClient> | undefined;
    const ask = <Result>(call: (client: SecretClient) => Promise<Result>): Promise<Result> =>
      azureAnswered(vaultUrl, async () => {
        opened ??= azureCredential().then((credential) => clientOf(vaultUrl, credential));
        return call(await opened);
      });
    return { tenant: () => tenantOf(vaultUrl), ...reading(ask), ...writing(ask) };
  },
};

type Ask = <Result>(call: (client: SecretClient) => Promise<Result>) => Promise<Result>;

const reading = (ask: Ask): Pick<AzureSecrets, "value" | "versions" | "removedUntil"> => ({
  value: (name, version) =>
    ask(async (client): Promise<AzureValue> => {
      const { value, properties } = await client.getSecret(name, version === undefined ? {} : { version });
      return { ...versionOf(properties), text: value ?? "" };
    }),
  versions: (name) =>
    ask(async (client) => {
      const versions: AzureVersion[] = [];
      for await (const one of client.listPropertiesOfSecretVersions(name)) versions.push(versionOf(one));
      return versions;
    }).catch(noneWhere("absent", [])),
  removedUntil: (name) =>
    ask(async (client) => timeOf((await client.getDeletedSecret(name)).properties.scheduledPurgeDate))
      .catch(noneWhere("absent", undefined))
      .catch(noneWhere("denied", undefined)),
});

const writing = (ask: Ask): Pick<AzureSecrets, "set" | "describe" | "remove" | "recover"> => ({
  set: (name, { text, contentType, tags, expiresAtMs }: AzureSetting) =>
    ask(async (client) => {
      const expiry = expiresAtMs === undefined ? {} : { expiresOn: new Date(expiresAtMs) };
      const { properties } = await client.setSecret(name, text, { contentType, tags, ...expiry });
      return versionOf(properties);
    }),
  describe: (name, version, { tags, expiresAtMs }) =>
    ask(async (client) => {
      const expiry = expiresAtMs === undefined ? {} : { expiresOn: new Date(expiresAtMs) };
      await client.updateSecretProperties(name, version, { tags, ...expiry });
    }),
  remove: (name) =>
    ask((client) =>
      inTime({ timeoutMs: POLLED_MS }, async (abortSignal) => {
        const poller = await client.beginDeleteSecret(name, { intervalInMs: POLL_MS, abortSignal });
        return timeOf((await poller.pollUntilDone()).properties.scheduledPurgeDate);
      }),
    ),
  recover: (name) =>
    ask((client) =>
      inTime({ timeoutMs: POLLED_MS }, async (abortSignal) => {
        const poller = await client.beginRecoverDeletedSecret(name, { intervalInMs: POLL_MS, abortSignal });
        await poller.pollUntilDone();
      }),
    ),
});

async function clientOf(vaultUrl: string, credential: Credential): Promise<SecretClient> {
  const { SecretClient: Client } = await import("@azure/keyvault-secrets");
  return new Client(vaultUrl, credential, settingsFor(vaultUrl));
}

/** Ends a request where the vault has named its tenant and a login would follow. */
class TenantNamed extends Error {
  readonly tenant: string;

  constructor(tenant: string) {
    super("the vault named its tenant");
    this.tenant = tenant;
  }
}

const NOBODY: Credential = {
  getToken: async (_scopes, options) => {
    throw new TenantNamed(options?.tenantId ?? "");
  },
};

/** Knocks without a login: the client asks for one for the tenant that the vault's challenge names. */
const tenantOf = (vaultUrl: string): Promise<string> =>
  azureAnswered(vaultUrl, async () => {
    const client = await clientOf(vaultUrl, NOBODY);
    const tenant = await client.getSecret("avb").then(
      () => "",
      (error: unknown) => {
        if (error instanceof TenantNamed) return error.tenant;
        throw error;
      },
    );
    if (tenant === "") throw new AzureRefusal("other", "it does not ask who one is, as a vault does");
    return tenant;
  });

function versionOf({ version = "", createdOn, tags = {} }: SecretProperties): AzureVersion {
  return { version, createdAtMs: timeOf(createdOn), tags };
}

const timeOf = (date: Date | undefined): number => date?.getTime() ?? 0;

const noneWhere =
  <Result>(kind: AzureRefusal["kind"], none: Result) =>
  (error: unknown): Result => {
    if (error instanceof AzureRefusal && error.kind === kind) return none;
    throw error;
  };
