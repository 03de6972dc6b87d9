import type { VaultApi } from "../../../services/vault/api.ts";
import { isRecord } from "../../../services/vault/document-fields.ts";
import type { HeldObject } from "./json-value.ts";

/** A secret of a kv engine as it stands: its newest version, or what became of it. */
export interface VaultSecret {
  readonly state: "present" | "removed" | "destroyed" | "absent";
  /** The newest version's number; 0 where there is none. What is written next must say it (check-and-set). */
  readonly version: number;
  /** Empty unless it is present. */
  readonly object: HeldObject;
  readonly storedAtMs: number;
  /** Custom metadata: avb's tags, its own marks, and what others noted. */
  readonly notes: Readonly<Record<string, string>>;
}

/** A version of a secret without its value. */
export interface VaultVersion {
  readonly version: number;
  readonly storedAtMs: number;
  /** When it was deleted; undefined for one that is there. */
  readonly deletedAtMs?: number;
  readonly destroyed: boolean;
}

/** Reads the newest version, or the one of that number. */
export async function readVaultSecret(
  api: VaultApi,
  { mount, path, version }: { readonly mount: string; readonly path: string; readonly version?: number },
): Promise<VaultSecret> {
  const held = await api.read(`${mount}/data/${path}${version === undefined ? "" : `?version=${version}`}`);
  const facts = isRecord(held?.metadata) ? held.metadata : undefined;
  if (facts === undefined) return { state: "absent", version: 0, object: {}, storedAtMs: 0, notes: {} };
  const removed = facts.destroyed === true ? "destroyed" : "removed";
  return {
    state: isRecord(held?.data) ? "present" : removed,
    version: Number(facts.version),
    object: isRecord(held?.data) ? held.data : {},
    storedAtMs: Date.parse(String(facts.created_time)),
    notes: textsOf(facts.custom_metadata),
  };
}

/** The versions that Vault still knows, the newest first. */
export async function versionsOf(api: VaultApi, mount: string, path: string): Promise<readonly VaultVersion[]> {
  const held = await api.read(`${mount}/metadata/${path}`);
  const versions = Object.entries(isRecord(held?.versions) ? held.versions : {});
  return versions
    .flatMap(([number, facts]): readonly VaultVersion[] => {
      if (!isRecord(facts)) return [];
      const deletedAtMs = Date.parse(String(facts.deletion_time));
      return [
        {
          ...{ version: Number(number), storedAtMs: Date.parse(String(facts.created_time)) },
          ...{ destroyed: facts.destroyed === true, ...(Number.isFinite(deletedAtMs) && { deletedAtMs }) },
        },
      ];
    })
    .sort((one, other) => other.version - one.version);
}

/** Whether a version can be read: a time of deletion that is to come is only a term (`delete_version_after`). */
export const isThere = ({ deletedAtMs, destroyed }: VaultVersion, nowMs: number): boolean =>
  !destroyed && (deletedAtMs === undefined || deletedAtMs > nowMs);

const textsOf = (map: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(isRecord(map) ? map : {}).map(([name, text]) => [name, String(text)]));
