import { ServiceRefusal } from "../../domain/refusal.ts";
import { patiently } from "../../domain/retry.ts";
import { askVault, refusalOf, type VaultCall, type VaultPlace, type VaultReply, whyClosed } from "./ask.ts";
import type { VaultEntry } from "./document.ts";
import { isRecord } from "./document-fields.ts";

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 150;

/** What seeding and reading need of Vault. Every verb throws ServiceRefusal; questions are asked again when the refusal may pass. */
export interface VaultApi {
  readonly place: VaultPlace;
  /** `data` of the answer; undefined where there is nothing (404). */
  read(path: string): Promise<VaultEntry | undefined>;
  /** Names below a path; those that end in `/` have more below them. */
  list(path: string): Promise<readonly string[]>;
  /** A question that is sent as a POST; undefined for 204 and 404. */
  lookUp(path: string, body: object): Promise<VaultEntry | undefined>;
  /** Writes; answers the whole JSON. */
  write(path: string, body: object): Promise<VaultEntry>;
  remove(path: string): Promise<void>;
}

/** The verbs over one Vault. */
export function vaultApi(place: VaultPlace): VaultApi {
  const { clock, random } = place.world;
  const patience = {
    clock,
    random,
    attempts: ATTEMPTS,
    firstMs: FIRST_WAIT_MS,
    ...(place.signal && { signal: place.signal }),
  };
  const passes = (error: unknown) => error instanceof ServiceRefusal && error.passes;
  const done = async (call: VaultCall): Promise<VaultReply> => {
    const reply = await askVault(place, call);
    // A 404 with data is kv's answer for a secret whose newest version was deleted.
    if (reply.status < 300 || (reply.status === 404 && call.method !== "POST")) return reply;
    throw (await whyClosed(place, reply)) ?? refusalOf(call, reply);
  };
  const question = (call: VaultCall) => patiently(() => done(call), { ...patience, passes });
  const dataOf = ({ body: { data } }: VaultReply) => (isRecord(data) ? data : undefined);
  return {
    place,
    read: async (path) => dataOf(await question({ method: "GET", path })),
    list: async (path) => {
      const keys = dataOf(await question({ method: "LIST", path }))?.keys;
      return Array.isArray(keys) ? keys.map(String) : [];
    },
    lookUp: async (path, body) => dataOf(await question({ method: "POST", path, body })),
    write: async (path, body) => (await done({ method: "POST", path, body })).body,
    remove: async (path) => void (await done({ method: "DELETE", path })),
  };
}
