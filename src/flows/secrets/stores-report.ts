import type { StoreFacts } from "../../domain/credential-store.ts";
import { STORE_IDS } from "../../domain/credential-store.ts";
import type { Secrets } from "./open-secrets.ts";
import { identitySource } from "./store-key.ts";
import { pinnedOf } from "./store-pin.ts";
import { acceptLocalFile } from "./stores/local-file.ts";
import { openStore } from "./stores.ts";

/** The stores of an environment. */
export interface StoresResult {
  readonly environment: string;
  /** The file whose identity opens the local store, or the variable that names a program. */
  readonly identity: string;
  readonly stores: readonly (StoreFacts & {
    readonly where: string;
    readonly refused?: string;
    readonly pinned?: string;
  })[];
  /** The revision that was taken for the newest because somebody said so; null where there is no file. */
  readonly accepted?: number | null;
}

/** Where each store is and what it can; nothing is opened. */
export async function stores({ tools }: Secrets, { accept }: { readonly accept: boolean }): Promise<StoresResult> {
  const accepted = accept ? { accepted: (await acceptLocalFile(tools)) ?? null } : {};
  return {
    environment: tools.environment,
    identity: identitySource(tools.world),
    stores: await Promise.all(
      STORE_IDS.map(async (id) => {
        const { facts, where } = openStore(tools, id);
        const isRefused = facts.local && facts.writable && tools.environment === "production";
        const refused = isRefused && { refused: "production's credentials are not put on this machine" };
        const pinned = await pinnedOf(tools, id);
        return { ...facts, where, ...refused, ...(pinned !== undefined && { pinned }) };
      }),
    ),
    ...accepted,
  };
}
