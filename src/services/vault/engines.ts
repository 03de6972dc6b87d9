import type { VaultApi } from "./api.ts";
import { secondsOf, type VaultEntry } from "./document.ts";
import { isRecord } from "./document-fields.ts";
import type { VaultThing } from "./thing.ts";

/** Audit devices, secrets engines and ways to sign in: what stands in one map each below `sys/`. */
export const engineThings = {
  audit: (entry: VaultEntry): VaultThing => {
    const { path, type, options } = entry;
    const at = `sys/audit/${path}`;
    return {
      ...{ kind: "audit device", key: String(path), stage: 0, want: { type, options } },
      read: (api) => entryOf(api, "sys/audit", String(path)),
      async write(api, have) {
        // Vault changes nothing of a device that is there.
        if (have !== undefined) await api.remove(at);
        await api.write(at, { type, options });
      },
    };
  },
  mounts: (entry: VaultEntry): VaultThing => {
    const { path, type, options, description, max_lease_ttl: longest } = entry;
    const config = longest === undefined ? {} : { max_lease_ttl: secondsOf(String(longest)) };
    const want = { type, ...config, ...(isRecord(options) ? options : {}) };
    return {
      ...{ kind: "mount", key: String(path), stage: 1, want, frozen: ["type"] },
      read: async (api) => {
        const have = await entryOf(api, "sys/mounts", String(path));
        if (have === undefined) return undefined;
        return { ...recordOf(have.config), ...recordOf(have.options), type: have.type };
      },
      async write(api, have) {
        if (have === undefined) await api.write(`sys/mounts/${path}`, { type, options, description, config });
        else await api.write(`sys/mounts/${path}/tune`, { ...config, ...(isRecord(options) ? { options } : {}) });
      },
    };
  },
  auth: ({ path, type, description }: VaultEntry): VaultThing => ({
    ...{ kind: "auth method", key: String(path), stage: 1, want: { type }, frozen: ["type"] },
    read: (api) => entryOf(api, "sys/auth", String(path)),
    write: async (api) => void (await api.write(`sys/auth/${path}`, { type, description })),
  }),
} as const;

/** The entry of a map of engines; their paths end in `/` there. */
async function entryOf(api: VaultApi, map: string, path: string): Promise<VaultEntry | undefined> {
  const entry = (await api.read(map))?.[`${path}/`];
  return isRecord(entry) ? entry : undefined;
}

const recordOf = (value: unknown): VaultEntry => (isRecord(value) ? value : {});
