import type { Secret } from "../../domain/secret.ts";
import { secondsOf, type VaultEntry } from "./document.ts";
import type { VaultThing } from "./thing.ts";

/** The names of the local secrets that are an AppRole's ids. The backend's are what VAULT_ROLE_ID and VAULT_SECRET_ID name. */
export const approleSecrets = (role: string): { readonly roleId: string; readonly secretId: string } => {
  const prefix = role === "backend" ? "vault" : `vault/${role}`;
  return { roleId: `${prefix}/role-id`, secretId: `${prefix}/secret-id` };
};

/** A secret and what may be shown of it. */
export interface ShownSecret {
  readonly secret: Secret;
  readonly shown: string;
}

/** An AppRole's id: always the same for a checkout, so that what was told of it stays true when Vault is made anew. */
export function roleIdThing(role: string, { secret, shown }: ShownSecret, show: (text: string) => string): VaultThing {
  const at = `auth/approle/role/${role}/role-id`;
  return {
    ...{ kind: "role id", key: role, stage: 3, mount: "auth/approle", want: { role_id: shown } },
    async read(api) {
      const held = await api.read(at);
      return held === undefined ? undefined : { role_id: show(String(held.role_id)) };
    },
    write: async (api) => void (await api.write(at, { role_id: secret.reveal() })),
  };
}

/** An AppRole's secret id: looked up and not made again while Vault knows it; one that is about to expire is put in anew. */
export function secretIdThing(role: string, { secret }: ShownSecret, nowMs: number): VaultThing {
  const at = `auth/approle/role/${role}`;
  const body = { secret_id: secret.reveal() };
  return {
    ...{ kind: "secret id", key: role, stage: 4, mount: "auth/approle", want: { lasts: true } },
    async read(api) {
      // Vault answers 500 when it is asked for a secret id of a role that is not there.
      if ((await api.read(at)) === undefined) return undefined;
      const held = await api.lookUp(`${at}/secret-id/lookup`, body);
      if (held === undefined) return undefined;
      const ttlMs = Number(held.secret_id_ttl) * 1000;
      return { lasts: ttlMs === 0 || Date.parse(String(held.expiration_time)) - nowMs > ttlMs / 2 };
    },
    async write(api, have) {
      if (have !== undefined) await api.write(`${at}/secret-id/destroy`, body);
      // Vault refuses one that it knows: an attempt whose answer got lost has put it in.
      else if ((await api.lookUp(`${at}/secret-id/lookup`, body)) !== undefined) return;
      await api.write(`${at}/custom-secret-id`, body);
    },
  };
}

/** A token with an id that is known beforehand: periodic, of nobody's family, and with these policies alone. */
export function tokenThing(entry: VaultEntry, { secret, shown }: ShownSecret): VaultThing {
  const period = secondsOf(String(entry.period));
  const policies = Array.isArray(entry.policies) ? entry.policies.map(String) : [];
  const token = secret.reveal();
  const want = { policies, period, orphan: true, renewable: true, lasts: true };
  return {
    ...{ kind: "token", key: shown, stage: 5, want },
    async read(api) {
      const held = await api.lookUp("auth/token/lookup", { token }).catch(unlessUnknown);
      if (held === undefined) return undefined;
      const own = Array.isArray(held.policies) ? held.policies.filter((name) => name !== "default") : held.policies;
      return { ...held, policies: own, lasts: Number(held.ttl) > period / 2 };
    },
    async write(api, have) {
      const isOnlyOld =
        have !== undefined && JSON.stringify([have.policies, have.period]) === JSON.stringify([policies, period]);
      if (isOnlyOld && have.orphan === true && have.renewable === true) {
        await api.write("auth/token/renew", { token });
        return;
      }
      // A second one of the same id is refused with 400.
      if ((await api.lookUp("auth/token/lookup", { token }).catch(unlessUnknown)) !== undefined)
        await api.write("auth/token/revoke", { token });
      await api.write("auth/token/create", {
        ...{ id: token, policies, period: entry.period, no_parent: true, renewable: true, display_name: "avb" },
      });
    },
  };
}

/** Vault answers 403 `bad token` for a token that it does not know. */
export function unlessUnknown(error: unknown): undefined {
  if (error instanceof Error && /does not know the token that it was asked about/.test(error.message)) return undefined;
  throw error;
}
