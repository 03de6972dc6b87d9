import { Secret } from "../../domain/secret.ts";
import { secondsOf, type VaultEntry } from "./document.ts";
import type { VaultThing } from "./thing.ts";

/** Things that are each one path to read and to write, and whose fields Vault tells as they were given. */
interface RowKind {
  readonly kind: string;
  readonly mount?: string;
  readonly stage: number;
  path(key: string): string;
  /** The fields as they are sent and compared, beside durations, which become seconds. */
  fields?(entry: VaultEntry): VaultEntry;
  readonly frozen?: readonly string[];
}

/** By list of the document (API: the engines of these names). */
const ROW_KINDS = {
  database_roles: {
    ...{ kind: "database role", mount: "database", stage: 3, path: (key) => `database/roles/${key}` },
    fields: ({ group, creation_statements: own, revocation_statements: ends, ...rest }) => ({
      ...rest,
      creation_statements: own ?? [MEMBER_OF(String(group))],
      revocation_statements: ends ?? GONE,
    }),
  },
  pki_roles: {
    ...{ kind: "pki role", mount: "pki", stage: 5, path: (key) => `pki/roles/${key}` },
    fields: (entry) => ({ ...entry, key_type: "ec", key_bits: 256, allow_any_name: false, enforce_hostnames: true }),
  },
  approles: {
    ...{ kind: "approle", mount: "auth/approle", stage: 2, path: (key) => `auth/approle/role/${key}` },
    fields: (entry) => ({ ...entry, bind_secret_id: true }),
  },
} as const satisfies Readonly<Record<string, RowKind>>;

const MEMBER_OF = (group: string): string =>
  `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE ${group}`;

/** Nobody can sign in any more, who is signed in is sent away, and then the user goes; only its members may end a role's sessions. */
const GONE: readonly string[] = [
  `ALTER ROLE "{{name}}" NOLOGIN`,
  `GRANT "{{name}}" TO CURRENT_USER`,
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`,
  `DROP ROLE IF EXISTS "{{name}}"`,
];

/** The things of a list whose kind is a row. */
export function rowThing(list: keyof typeof ROW_KINDS, { name, ...entry }: VaultEntry): VaultThing {
  const { kind, mount, stage, path, fields }: RowKind = ROW_KINDS[list];
  const at = path(String(name));
  const want = inSeconds(fields?.(entry) ?? entry);
  return {
    ...{ kind, key: String(name), stage, want },
    ...(mount === undefined ? {} : { mount }),
    read: (api) => api.read(at),
    write: async (api) => void (await api.write(at, want)),
  };
}

/** Where avb writes down the fingerprint of a password that Vault does not tell; only avb's own token can read it. */
const noteOf = (name: unknown): string => `cubbyhole/avb/connection-${name}`;

/** How the database engine signs in; `entry` holds the password, `shown` its fingerprint. */
export function connectionThing({ name, ...entry }: VaultEntry, { name: _name, ...shown }: VaultEntry): VaultThing {
  const at = `database/config/${name}`;
  return {
    ...{ kind: "database connection", key: String(name), stage: 2, mount: "database", want: shown },
    async read(api) {
      const held = await api.read(at);
      if (held === undefined) return undefined;
      const { connection_details: details, ...rest } = held;
      return { ...rest, ...Object(details), password: (await api.read(noteOf(name)))?.password };
    },
    async write(api) {
      const password = entry.password instanceof Secret ? entry.password.reveal() : entry.password;
      await api.write(at, { ...entry, password });
      await api.write(noteOf(name), { password: shown.password });
    },
  };
}

/** A key of the transit engine: what it is stays as it was made, what may be done with it does not. */
export function transitThing({ name, type, derived, ...settings }: VaultEntry): VaultThing {
  const at = `transit/keys/${name}`;
  return {
    ...{ kind: "transit key", key: String(name), stage: 2, mount: "transit", want: { type, derived, ...settings } },
    frozen: ["type", "derived"],
    read: (api) => api.read(at),
    async write(api, have) {
      if (have === undefined) await api.write(at, { type, derived });
      if (Object.keys(settings).length > 0) await api.write(`${at}/config`, settings);
    },
  };
}

const inSeconds = (entry: VaultEntry): VaultEntry =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [name, /(?:^|_)ttl$/.test(name) ? secondsOf(String(value)) : value]),
  );
