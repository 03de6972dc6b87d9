import type { VaultApi } from "./api.ts";
import type { VaultEntry } from "./document.ts";
import { isRecord } from "./document-fields.ts";
import type { VaultThing } from "./thing.ts";

const KEY = { key_type: "ec", key_bits: 256 } as const;

/** The certificate authority: a root that is made once, where its certificates point to, and the intermediate that signs for services. */
export const authorityThings = {
  root: ({ mount, common_name, ttl }: VaultEntry): VaultThing => ({
    ...{ kind: "pki root", key: String(mount), stage: 2, mount: String(mount), want: {} },
    read: (api) => anIssuer(api, String(mount)),
    async write(api) {
      // Each request makes a further root: an attempt whose answer got lost must not make two.
      if ((await anIssuer(api, String(mount))) !== undefined) return;
      await api.write(`${mount}/root/generate/internal`, { common_name, ttl, ...KEY });
    },
  }),
  urls: ({ mount, ...urls }: VaultEntry): VaultThing => ({
    ...{ kind: "pki urls", key: String(mount), stage: 3, mount: String(mount), want: urls },
    read: async (api) => {
      const held = await api.read(`${mount}/config/urls`);
      const isEmpty = Object.keys(urls).every((name) => Object(held?.[name]).length === 0);
      return isEmpty ? undefined : held;
    },
    write: async (api) => void (await api.write(`${mount}/config/urls`, urls)),
  }),
  intermediate: (entry: VaultEntry): VaultThing => ({
    ...{ kind: "pki intermediate", key: String(entry.mount), stage: 4, mount: String(entry.mount) },
    want: { signed_by: entry.root },
    async read(api) {
      if ((await anIssuer(api, String(entry.mount))) === undefined) return undefined;
      const own = await api.read(`${entry.mount}/issuer/default`);
      const root = await api.read(`${entry.root}/issuer/default`);
      const chain = Array.isArray(own?.ca_chain) ? own.ca_chain : [];
      return { signed_by: chain.includes(root?.certificate) ? entry.root : "another root" };
    },
    write: (api) => signIntermediate(api, entry),
  }),
} as const;

/** Something, where the mount has an issuer. */
async function anIssuer(api: VaultApi, mount: string): Promise<VaultEntry | undefined> {
  return (await api.list(`${mount}/issuers`)).length === 0 ? undefined : {};
}

async function signIntermediate(api: VaultApi, { mount, root, common_name, ttl }: VaultEntry): Promise<void> {
  const { csr } = dataOf(await api.write(`${mount}/intermediate/generate/internal`, { common_name, ...KEY }));
  const signing = { csr, common_name, ttl, format: "pem_bundle" };
  const { certificate } = dataOf(await api.write(`${root}/root/sign-intermediate`, signing));
  const { mapping } = dataOf(await api.write(`${mount}/intermediate/set-signed`, { certificate }));
  // The root comes along in the bundle; the intermediate is the one whose key lies in the mount.
  const [issuer] = Object.entries(isRecord(mapping) ? mapping : {}).find(([, key]) => key !== "") ?? [];
  if (issuer !== undefined) await api.write(`${mount}/config/issuers`, { default: issuer });
}

const dataOf = ({ data }: VaultEntry): VaultEntry => (isRecord(data) ? data : {});
