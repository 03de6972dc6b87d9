import { afterAll, beforeAll, vi } from "vitest";
import { type KeyVault, keyVault } from "./key-vault.ts";
import { type Moto, moto } from "./moto.ts";

/** AWS played by moto for the tests of this block. */
export function playedAws(): () => Moto {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  afterAll(() => server.end());
  return () => server;
}

/** Forgets every secret of a played AWS. */
export const forgotten = async (aws: () => Moto): Promise<void> =>
  void (await fetch(`${aws().url}/moto-api/reset`, { method: "POST" }));

/** Azure Key Vault played by a server of the tests' own for the tests of this block. */
export function playedAzure(): () => KeyVault {
  let vault: KeyVault;
  beforeAll(async () => {
    vault = await keyVault();
    // Azure's own rules find the login in the variables of the process.
    for (const [name, text] of Object.entries(vault.env)) vi.stubEnv(name, text);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await vault.end();
  });
  return () => vault;
}
