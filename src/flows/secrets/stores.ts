import type { Environment } from "../../domain/credential.ts";
import type { CredentialStore, StoreFacts, StoreId } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { StoreTools } from "./store-tools.ts";
import { AWS_FACTS, awsStore } from "./stores/aws.ts";
import { LOCAL_FACTS, localStore } from "./stores/local.ts";
import { DOTENV_FACTS, dotenvStore, ENV_FACTS, environmentStore } from "./stores/variables.ts";

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
  aws: { facts: AWS_FACTS, open: awsStore },
};

/** The store of that name in the environment of the tools; nothing is read yet. */
export const openStore = (tools: StoreTools, id: StoreId): CredentialStore => STORES[id].open(tools);

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
