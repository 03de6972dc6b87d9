import { AvbError } from "../../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import type { Secret } from "../../domain/secret.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { type VaultApi, vaultApi } from "../../services/vault/api.ts";

/** The Vault of a stack, asked with avb's own token. */
export const stackVault = (world: World, { ports }: Stack, token: Secret, signal?: AbortSignal): VaultApi =>
  vaultApi({ world, url: vaultUrl(ports), token: token.reveal(), ...(signal === undefined ? {} : { signal }) });

/** Where a stack's Vault is for avb: literal loopback, since another program may hold the other address family's port. */
export const vaultUrl = (ports: Stack["ports"]): string => `http://127.0.0.1:${ports.get("vault.http") ?? 0}`;

/** Does something that reads a Vault; SEED_NOT_READ (9) says why it could not be done. */
export async function reading<Result>(api: VaultApi, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    const facts = { service: "Vault", id: "vault", url: api.place.url, why: error.message };
    throw AvbError.of("SEED_NOT_READ", facts, { cause: error });
  }
}
