import { madeName, type SeedVerdict } from "../../domain/seeding.ts";
import type { VaultApi } from "./api.ts";
import { unlessUnknown } from "./credentials.ts";
import { secretPaths } from "./secrets.ts";
import type { VaultThing } from "./thing.ts";

/** Everything of one kind that a Vault holds, and how one of them is removed. */
interface Listing {
  readonly kind: string;
  names(api: VaultApi, mount: string, made: ReadonlySet<string>): Promise<readonly string[]>;
  remove(api: VaultApi, key: string, mount: string): Promise<void>;
  /** Those that every Vault has, 2.x ones among them; they are nobody's. */
  readonly builtIn?: readonly string[];
}

/** What stands in a map below `sys/`, by path. */
const mapped = (kind: string, path: string, builtIn: readonly string[] = []): Listing => ({
  ...{ kind, builtIn },
  names: async (api) => Object.keys((await api.read(path)) ?? {}).map((key) => key.replace(/\/$/, "")),
  remove: (api, key) => api.remove(`${path}/${key}`),
});

/** What can be listed below a path. */
const listed = (kind: string, path: string, builtIn: readonly string[] = []): Listing => ({
  ...{ kind, builtIn },
  names: (api) => api.list(path),
  remove: (api, key) => api.remove(`${path}/${key}`),
});

/** In the order in which things may be removed. */
const LISTINGS: readonly Listing[] = [
  {
    // Tokens cannot be listed by their ids: those that avb made under a name it has written down are looked up.
    kind: "token",
    names: async (api, _mount, made) => {
      const ids = [...made].flatMap((name) => /^token ([^[].*)$/.exec(name)?.[1] ?? []);
      const held = await Promise.all(
        ids.map((token) => api.lookUp("auth/token/lookup", { token }).catch(unlessUnknown)),
      );
      return ids.filter((_id, at) => held[at] !== undefined);
    },
    remove: async (api, token) => void (await api.write("auth/token/revoke", { token })),
  },
  {
    kind: "secret",
    names: async (api, mount) => (await secretPaths(api, mount, "agentvoicebox/")).map((path) => `${mount}/${path}`),
    remove: (api, key, mount) => api.remove(`${mount}/metadata/${key.slice(mount.length + 1)}`),
  },
  listed("approle", "auth/approle/role"),
  listed("pki role", "pki/roles"),
  listed("database role", "database/roles"),
  listed("database connection", "database/config"),
  {
    ...listed("transit key", "transit/keys"),
    async remove(api, key) {
      await api.write(`transit/keys/${key}/config`, { deletion_allowed: true });
      await api.remove(`transit/keys/${key}`);
    },
  },
  listed("policy", "sys/policies/acl", ["root", "default", "default-ceiling", "response-wrapping", "control-group"]),
  mapped("auth method", "sys/auth", ["token"]),
  mapped("mount", "sys/mounts", ["sys", "identity", "cubbyhole", "agent-registry"]),
  mapped("audit device", "sys/audit"),
];

/** Something that Vault holds and no document names, with the way to remove it where that is ours to do. */
export interface BeyondThing {
  readonly verdict: SeedVerdict;
  remove(api: VaultApi): Promise<void>;
}

/** What there is beyond the wanted things; `prune` is said of what earlier seedings made, and only when it was asked for. */
export async function beyond(
  api: VaultApi,
  wanted: readonly VaultThing[],
  { mount, prune, made }: { readonly mount: string; readonly prune: boolean; readonly made: ReadonlySet<string> },
): Promise<readonly BeyondThing[]> {
  const named = new Set(wanted.map(madeName));
  const found = LISTINGS.map(async ({ kind, names, remove, builtIn = [] }) => {
    const keys = (await names(api, mount, made)).filter(
      (key) => !builtIn.includes(key) && !named.has(madeName({ kind, key })),
    );
    return keys.map((key): BeyondThing => {
      const isOurs = made.has(madeName({ kind, key }));
      const why = isOurs ? "an earlier seeding made it, and no document names it any more" : "no document names it";
      return {
        verdict: { kind, key, do: prune && isOurs ? "prune" : "orphan", why },
        remove: (to) => remove(to, key, mount),
      };
    });
  });
  return (await Promise.all(found)).flat();
}
