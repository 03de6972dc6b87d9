import { authorityThings } from "./authority.ts";
import { approleSecrets, roleIdThing, type ShownSecret, secretIdThing, tokenThing } from "./credentials.ts";
import type { VaultDocument, VaultEntry } from "./document.ts";
import { engineThings } from "./engines.ts";
import { policyChanges } from "./policy-text.ts";
import { connectionThing, rowThing, transitThing } from "./rows.ts";
import { secretThing } from "./secrets.ts";
import type { VaultThing } from "./thing.ts";

/** A policy by its name in Vault, as HCL. */
export interface NamedPolicy {
  readonly name: string;
  readonly text: string;
}

/** Everything that Vault is to hold. */
export interface WantedVault {
  /** Resolved, with the lists for tenants written out. */
  readonly document: VaultDocument;
  /** The same, fingerprints in the place of secrets. */
  readonly shown: VaultDocument;
  readonly policies: readonly NamedPolicy[];
  /** Where the kv engine for secrets is mounted; the documents call it `secret`. */
  readonly mount: string;
  readonly nowMs: number;
  secretOf(name: string): ShownSecret;
  /** The ids of tokens, which the documents may hold as plain texts. */
  tokenOf(id: unknown): ShownSecret;
  show(text: string): string;
}

/** The things that Vault is to hold, each knowing how it is read and written. */
export function wantedThings(wanted: WantedVault): readonly VaultThing[] {
  const { document, shown, mount, show } = wanted;
  const of = (list: keyof VaultDocument) => document[list] ?? [];
  const ids = of("approles").flatMap(({ name }) => {
    const { roleId, secretId } = approleSecrets(String(name));
    return [
      roleIdThing(String(name), wanted.secretOf(roleId), show),
      secretIdThing(String(name), wanted.secretOf(secretId), wanted.nowMs),
    ];
  });
  return [
    ...of("audit").map(engineThings.audit),
    ...of("mounts").map((entry) => engineThings.mounts(mountIn(mount, entry))),
    ...of("auth").map(engineThings.auth),
    ...wanted.policies.map(policyThing),
    ...of("transit_keys").map(transitThing),
    ...of("database_connections").map((entry, at) => connectionThing(entry, shown.database_connections?.[at] ?? entry)),
    ...of("database_roles").map((entry) => rowThing("database_roles", entry)),
    ...of("pki_roots").map(authorityThings.root),
    ...of("pki_urls").map(authorityThings.urls),
    ...of("pki_intermediates").map(authorityThings.intermediate),
    ...of("pki_roles").map((entry) => rowThing("pki_roles", entry)),
    ...of("approles").map((entry) => rowThing("approles", entry)),
    ...ids,
    ...of("tokens").map((entry) => tokenThing(entry, wanted.tokenOf(entry.id))),
    ...of("secrets").map((entry) => secretThing(mount, entry)),
  ];
}

/** True for what makes users in Postgres: where none runs it is left as it is. */
export const isOfDatabase = ({ kind, key, mount }: VaultThing): boolean =>
  mount === "database" || (kind === "mount" && key === "database");

const mountIn = (mount: string, entry: VaultEntry): VaultEntry =>
  entry.path === "secret" ? { ...entry, path: mount } : entry;

/** A policy, compared by what it says. */
export function policyThing({ name, text }: NamedPolicy): VaultThing {
  const at = `sys/policies/acl/${name}`;
  return {
    ...{ kind: "policy", key: name, stage: 2, want: { policy: text } },
    read: (api) => api.read(at),
    write: async (api) => void (await api.write(at, { policy: text })),
    changes: ({ policy }) => policyChanges(text, String(policy)),
  };
}
