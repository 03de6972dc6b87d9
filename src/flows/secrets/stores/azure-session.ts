import { azureVaultOf } from "../../../credentials/places.ts";
import { AzureRefusal, type AzureSecrets } from "../../../domain/azure.ts";
import { vaultUrlOf } from "../../../domain/azure-vault.ts";
import { ENVIRONMENTS } from "../../../domain/credential.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { printable } from "../../../domain/printable.ts";
import { UntrustedCertificate } from "../../../domain/untrusted-certificate.ts";
import { type Hide, shown } from "../hiding.ts";
import { pinnedOf, requirePinned } from "../store-pin.ts";
import type { StoreTools } from "../store-tools.ts";
import { certificateError } from "./certificate-error.ts";

/** The vault that this checkout may use. */
export interface AzureSession {
  readonly azure: AzureSecrets;
  readonly tenant: string;
  readonly env: StoreTools["world"]["host"]["env"];
}

const VARIABLES = ["AZURE_KEYVAULT_URL", "AZURE_KEYVAULT_NAME"] as const;

/** The vault's address, by its variables; undefined where none names one. VARIABLE_INVALID (2) for what is no vault. */
export function azureVaultUrl({ world: { host } }: Pick<StoreTools, "world">): string | undefined {
  const variable = VARIABLES.find((name) => host.env[name]);
  const given = variable === undefined ? "" : (host.env[variable] ?? "");
  if (variable === undefined) return undefined;
  const url = vaultUrlOf(given);
  if (url !== undefined) return url;
  const allowed = "a vault's name or its address, such as https://my-vault.vault.azure.net";
  throw AvbError.of("VARIABLE_INVALID", { variable, allowed, got: printable(given) });
}

/** Asks the vault for its tenant, and stops where it is not the one it should be (15): before a login, before a secret. */
export async function openAzure(tools: StoreTools): Promise<AzureSession> {
  const { environment, world } = tools;
  const url = azureVaultUrl(tools);
  if (url === undefined) throw AvbError.of("STORE_VAULT_UNNAMED", { environment, vault: azureVaultOf(environment) });
  const azure = world.azure.secrets(url);
  const { env } = world.host;
  const tenant = await azure.tenant().catch((error: unknown) => {
    throw toldAs(error, { env, tenant: "" });
  });
  const what = `${url} of tenant ${tenant}`;
  await requireOwnVault(tools, what);
  const isDocumented = url.startsWith(`https://${azureVaultOf("production")}.vault.`);
  await requirePinned(tools, "azure", { what, names: [url, isDocumented ? "production's vault of the document" : ""] });
  return { azure, tenant, env };
}

/** Secrets have the same name in every environment: in one vault, one environment would overwrite the other. */
async function requireOwnVault(tools: StoreTools, what: string): Promise<void> {
  for (const other of ENVIRONMENTS) {
    if (other === tools.environment || (await pinnedOf({ ...tools, environment: other }, "azure")) !== what) continue;
    throw AvbError.of("STORE_SHARED", { store: "azure", what, other, environment: tools.environment });
  }
}

/** The role that has an action (Azure built-in roles, "Security"). */
const roleFor = (action: string): string =>
  /getSecret|readMetadata|secrets\/(get|list)$/.test(action) ? "Key Vault Secrets User" : "Key Vault Secrets Officer";

/** Key Vault's refusal as an error that says what to do; any other error as it is. */
export function toldAs(error: unknown, session: Pick<AzureSession, "env" | "tenant">, hide: Hide = shown): unknown {
  if (error instanceof UntrustedCertificate) return certificateError("azure", error);
  if (!(error instanceof AzureRefusal)) return error;
  const { kind, message, action = "an action that it does not name", who = "you" } = error;
  const [store, why] = ["azure", hide(message)];
  const right = error.action === undefined ? action : `${action} (role ${roleFor(action)})`;
  if (kind === "denied") return AvbError.of("STORE_DENIED", { store, action: right, who, why });
  if (kind === "network") return AvbError.of("STORE_NETWORK", { store, why });
  if (kind === "login") return AvbError.of("STORE_LOGIN", { store, why, renew: renewalOf(session) });
  if (kind === "throttled") return AvbError.of("STORE_THROTTLED", { store, why });
  if (kind === "unreachable") return AvbError.of("STORE_SILENT", { store, why });
  return AvbError.of("STORE_REFUSED", { store, why });
}

/** What lets one in again, by how one came in. */
function renewalOf({ env, tenant }: Pick<AzureSession, "env" | "tenant">): string {
  if (env.AZURE_FEDERATED_TOKEN_FILE) return "see that AZURE_FEDERATED_TOKEN_FILE is there and new";
  if (env.AZURE_CLIENT_ID && (env.AZURE_CLIENT_SECRET || env.AZURE_CLIENT_CERTIFICATE_PATH))
    return "give a secret that holds: AZURE_CLIENT_SECRET, beside AZURE_TENANT_ID and AZURE_CLIENT_ID";
  return `log in again: az login${/^[0-9A-Za-z.-]+$/.test(tenant) ? ` --tenant ${tenant}` : ""}`;
}
