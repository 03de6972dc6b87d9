import type { Environment } from "../../domain/credential.ts";
import type { CredentialStore, StoreFacts, StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { loggedStore } from "./logged-store.ts";
import type { StoreTools } from "./store-tools.ts";
import { AWS_FACTS, awsStore } from "./stores/aws.ts";
import { AZURE_FACTS, azureStore } from "./stores/azure.ts";
import { LOCAL_FACTS, localStore } from "./stores/local.ts";
import { DOTENV_FACTS, dotenvStore, ENV_FACTS, environmentStore } from "./stores/variables.ts";
import { VAULT_FACTS, vaultStore } from "./stores/vault.ts";
import { openOwnVault } from "./stores/vault-session.ts";

/** A kind of store: what holds of it, and how one is opened. */
interface StoreKind {
  readonly facts: StoreFacts;
  open(tools: StoreTools): CredentialStore;
}

/** Every kind of store that avb knows. */
export const STORES: Readonly<Record<StoreId, StoreKind>> = {
  local: { facts: LOCAL_FACTS, open: localStore },
  env: { facts: ENV_FACTS, open: environmentStore },
  dotenv: { facts: DOTENV_FACTS, open: dotenvStore },
  vault: { facts: VAULT_FACTS, open: (tools) => vaultStore(tools) },
  aws: { facts: AWS_FACTS, open: awsStore },
  azure: { facts: AZURE_FACTS, open: azureStore },
};

/** The store of that name in the environment of the tools; nothing is read yet, and what will be goes into the access log. */
export const openStore = (tools: StoreTools, id: StoreId): CredentialStore =>
  loggedStore(tools, STORES[id].open(tools));

/** The Vault of the checkout's stack, wherever VAULT_ADDR leads and whatever is pinned. */
export const openStackVault = (tools: StoreTools): CredentialStore =>
  loggedStore(tools, vaultStore(tools, openOwnVault));

/** The store, when it may be written: STORE_READ_ONLY (2), CREDENTIAL_PRODUCTION (15) for production's on this machine. */
export function openForWriting(tools: StoreTools, id: StoreId): CredentialStore {
  const { facts } = STORES[id];
  if (!facts.writable) throw AvbError.of("STORE_READ_ONLY", { store: id });
  requirePlace(facts, tools.environment);
  return openStore(tools, id);
}

function requirePlace({ local, id }: StoreFacts, environment: Environment): void {
  if (local && environment === "production") throw AvbError.of("CREDENTIAL_PRODUCTION", { store: `the store ${id}` });
}
