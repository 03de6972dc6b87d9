import { below, type Fields, type Held, type VaultRoute, type VaultSays } from "./fake-vault-paths.ts";

const ofRole = (held: Held, role: string | undefined, act: (own: string) => VaultSays): VaultSays =>
  held.has(`auth/approle/role/${role}`)
    ? act(`approle-ids/${role}`)
    : { status: 500, error: `role ${role} does not exist` };

/** An AppRole's ids; Vault answers 500 when it is asked for a secret id of a role that is not there. */
const APPROLES: readonly VaultRoute[] = [
  {
    at: /^auth\/approle\/role\/([^/]+)\/role-id$/,
    verbs: {
      GET: (held, [role]) =>
        held.has(`auth/approle/role/${role}`)
          ? { data: held.get(`approle-ids/${role}`) ?? { role_id: "made-by-vault" } }
          : { status: 404 },
      POST: (held, [role], body) =>
        ofRole(held, role, (own) => {
          held.set(own, body);
          return {};
        }),
    },
  },
  {
    at: /^auth\/approle\/role\/([^/]+)\/secret-id\/lookup$/,
    verbs: {
      POST: (held, [role], { secret_id }) =>
        ofRole(held, role, (own) => {
          const data = held.get(`${own}/${secret_id}`);
          return data === undefined ? {} : { data };
        }),
    },
  },
  {
    at: /^auth\/approle\/role\/([^/]+)\/secret-id\/destroy$/,
    verbs: {
      POST: (held, [role], { secret_id }) =>
        ofRole(held, role, (own) => {
          held.delete(`${own}/${secret_id}`);
          return {};
        }),
    },
  },
  {
    at: /^auth\/approle\/role\/([^/]+)\/custom-secret-id$/,
    verbs: {
      POST: (held, [role], { secret_id }) =>
        ofRole(held, role, (own) => {
          if (held.has(`${own}/${secret_id}`)) return { status: 500, error: "SecretID is already registered" };
          const ttl = Number.parseInt(String(held.get(`auth/approle/role/${role}`)?.secret_id_ttl ?? 0), 10);
          const expiration_time = new Date(1_700_000_000_000 + ttl * 1000).toISOString();
          held.set(`${own}/${secret_id}`, { secret_id_ttl: ttl, expiration_time });
          return { data: {} };
        }),
    },
  },
];

const issuersOf = (held: Held, mount: string | undefined) => below(held, `${mount}/issuer`);
const defaultOf = (held: Held, mount: string | undefined): Fields => issuersOf(held, mount).at(-1)?.[1] ?? {};

function made(held: Held, mount: string | undefined, certificate: string, chain: readonly unknown[]): string {
  const id = `issuer-${issuersOf(held, mount).length + 1}`;
  held.set(`${mount}/issuer/${id}`, { certificate, ca_chain: [certificate, ...chain] });
  return id;
}

const NO_URLS: Fields = { issuing_certificates: [], crl_distribution_points: [] };

/** Certificate authorities: each request for a root makes a further one. */
const AUTHORITIES: readonly VaultRoute[] = [
  {
    at: /^(pki[^/]*)\/issuers$/,
    verbs: {
      LIST: (held, [mount]) => {
        const keys = issuersOf(held, mount).map(([id]) => id);
        return keys.length === 0 ? { status: 404 } : { data: { keys } };
      },
    },
  },
  { at: /^(pki[^/]*)\/issuer\/default$/, verbs: { GET: (held, [mount]) => ({ data: defaultOf(held, mount) }) } },
  {
    at: /^(pki[^/]*)\/root\/generate\/internal$/,
    verbs: { POST: (held, [mount]) => ({ data: { issuer_id: made(held, mount, `certificate of ${mount}`, []) } }) },
  },
  {
    at: /^(pki[^/]*)\/intermediate\/generate\/internal$/,
    verbs: { POST: (_held, [mount]) => ({ data: { csr: `csr of ${mount}` } }) },
  },
  {
    at: /^(pki[^/]*)\/root\/sign-intermediate$/,
    verbs: {
      POST: (held, [mount], { csr }) => ({
        data: { certificate: `${csr} signed by ${defaultOf(held, mount).certificate}` },
      }),
    },
  },
  {
    at: /^(pki[^/]*)\/intermediate\/set-signed$/,
    verbs: {
      POST: (held, [mount], { certificate }) => {
        const root = String(certificate).split(" signed by ")[1];
        return { data: { mapping: { [made(held, mount, String(certificate), [root])]: "a key" } } };
      },
    },
  },
  { at: /^(pki[^/]*)\/config\/issuers$/, verbs: { POST: () => ({ data: {} }) } },
  {
    at: /^(pki[^/]*\/config\/urls)$/,
    verbs: {
      GET: (held, [at = ""]) => ({ data: held.get(at) ?? NO_URLS }),
      POST: (held, [at = ""], body) => {
        held.set(at, { ...NO_URLS, ...body });
        return {};
      },
    },
  },
];

/** Who signs in as a workload, and who signs for one. */
export const AUTHORITY_ROUTES: readonly VaultRoute[] = [...APPROLES, ...AUTHORITIES];
