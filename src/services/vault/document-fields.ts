/** What a field of the document must look like. */
export interface VaultField {
  fits(value: unknown): boolean;
  /** The allowed form, to follow "must be". */
  readonly form: string;
  readonly optional?: true;
}

/** How one list of the document is written. */
export interface VaultSection {
  /** The field that names a thing in it: no two have the same. */
  readonly key: string;
  readonly fields: Readonly<Record<string, VaultField>>;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const matching = (pattern: RegExp, form: string): VaultField => ({
  fits: (value) => isText(value) && pattern.test(value),
  form,
});
const text: VaultField = { fits: isText, form: "a text that is not empty" };
const flag: VaultField = { fits: (value) => typeof value === "boolean", form: "true or false" };
const texts: VaultField = {
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  form: "a list of texts",
};
const map: VaultField = {
  fits: (value) => isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(isText),
  form: "a map of texts",
};
const name = matching(/^[\w{}.-]{1,128}$/, "a name of letters, digits, '.', '_' and '-'");
const path = matching(
  /^(?!\/)(?!.*\/\/)[\w{}./-]*[\w}]$/,
  "a path such as agentvoicebox/backend/django, without '/' at its ends",
);
const duration = matching(/^\d{1,9}[smh]$/, "a duration such as 90s, 30m or 768h");
const keyType = matching(
  /^(aes(128|256)-gcm96|chacha20-poly1305|xchacha20-poly1305|ed25519|ecdsa-p(256|384|521)|rsa-(2048|3072|4096)|hmac)$/,
  "a key type of Vault's transit engine, such as aes256-gcm96",
);
const optional = (field: VaultField): VaultField => ({ ...field, optional: true });

/** True for a map of anything. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const transitKey = { name, type: keyType, derived: flag, deletion_allowed: optional(flag), exportable: optional(flag) };

/** The lists of the document (API: the system backend and the engines of these names). */
export const VAULT_SECTIONS = {
  audit: { key: "path", fields: { path: name, type: text, options: map } },
  mounts: {
    key: "path",
    fields: {
      path,
      type: text,
      options: optional(map),
      description: optional(text),
      max_lease_ttl: optional(duration),
    },
  },
  auth: { key: "path", fields: { path, type: text, description: optional(text) } },
  transit_keys: { key: "name", fields: transitKey },
  tenant_keys: { key: "name", fields: transitKey },
  database_connections: {
    key: "name",
    fields: {
      name,
      plugin_name: text,
      connection_url: text,
      username: text,
      password: text,
      password_authentication: optional(text),
      allowed_roles: texts,
    },
  },
  database_roles: {
    key: "name",
    fields: {
      name,
      db_name: name,
      group: optional(matching(/^[a-z_][a-z0-9_]{0,62}$/, "the name of a role in Postgres")),
      creation_statements: optional(texts),
      revocation_statements: optional(texts),
      default_ttl: duration,
      max_ttl: duration,
    },
  },
  pki_roots: { key: "mount", fields: { mount: name, common_name: text, ttl: duration } },
  pki_urls: { key: "mount", fields: { mount: name, issuing_certificates: texts, crl_distribution_points: texts } },
  pki_intermediates: { key: "mount", fields: { mount: name, root: name, common_name: text, ttl: duration } },
  pki_roles: {
    key: "name",
    fields: { name, allowed_domains: texts, allow_bare_domains: flag, allow_subdomains: flag, max_ttl: duration },
  },
  approles: {
    key: "name",
    fields: { name, token_policies: texts, token_ttl: duration, token_max_ttl: duration, secret_id_ttl: duration },
  },
  tokens: { key: "id", fields: { id: text, policies: texts, period: duration } },
  secrets: { key: "path", fields: { path, fields: map } },
  tenant_secrets: { key: "path", fields: { path, fields: map } },
} as const satisfies Readonly<Record<string, VaultSection>>;

/** The name of a list of the document. */
export type VaultSectionName = keyof typeof VAULT_SECTIONS;
