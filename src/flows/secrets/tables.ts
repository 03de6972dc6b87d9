import { inventoryTables, quotaTables, rotationTables } from "../../credentials/tables.ts";
import type { Credential } from "../../domain/credential.ts";
import type { CredentialTable } from "../../domain/credential-table.ts";
import type { World } from "../../domain/world.ts";
import { openSecrets } from "./open-secrets.ts";

/** The tables that are printed from the catalogue. */
export const TABLES = { inventory: inventoryTables, rotation: rotationTables, quotas: quotaTables } as const;

/** A printed table, and the credentials in it as programs read them. */
export interface PrintedTables {
  readonly tables: readonly CredentialTable[];
  readonly credentials: readonly Credential[];
}

/** The tables of every credential that is known here; no store is opened. */
export async function credentialTables(world: World, which: keyof typeof TABLES): Promise<PrintedTables> {
  const { all } = await openSecrets(world, { environment: "dev", command: "avb secrets" });
  return { tables: TABLES[which](all), credentials: all };
}
