import { AvbError } from "../../domain/errors/avb-error.ts";
import { ServiceRefusal } from "../../domain/refusal.ts";
import { Secret } from "../../domain/secret.ts";
import { type VaultValues, valuesInVault } from "../stack-secrets.ts";
import { vaultUrl } from "../vault/vault-place.ts";
import type { SeedSubject } from "./seeder.ts";

/**
 * Secrets of another service that the stack's Vault holds: whoever changes one there wants it changed in that service too. What Vault lacks
 * is left out. SEED_NOT_READ (9) where a Vault that runs cannot be read, so that no older value is written in its place.
 */
export async function carriedSecrets(
  subject: SeedSubject,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Secret>> {
  const found = await readVault(subject, names, signal);
  return new Map([...(found?.values ?? [])].map(([name, text]) => [name, new Secret(text)] as const));
}

function readVault(
  subject: SeedSubject,
  names: readonly string[],
  signal: AbortSignal,
): Promise<VaultValues | undefined> {
  return valuesInVault(subject, names, signal).catch((error: unknown) => {
    if (!(error instanceof ServiceRefusal)) throw error;
    const facts = { service: "Vault", id: "vault", url: vaultUrl(subject.stack.ports), why: error.message };
    throw AvbError.of("SEED_NOT_READ", facts, { cause: error });
  });
}
