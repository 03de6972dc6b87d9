import type { HttpAnswer } from "../../src/domain/world.ts";
import { AUTHORITY_ROUTES } from "./fake-vault-authority.ts";
import { below, type Fields, type Held, VAULT_ROUTES, type VaultAsked, type VaultSays } from "./fake-vault-paths.ts";
import type { FakeRequest } from "./fake-world.ts";

/** A Vault in memory: what was written to a path is read there, and what Vault does otherwise is done otherwise. */
export interface FakeVault {
  readonly held: Held;
  /** Every request that changed something, as `POST sys/mounts/secret`. */
  readonly writes: string[];
  /** Answers no question but says that it is sealed. */
  sealed: boolean;
  server(request: FakeRequest): HttpAnswer;
}

const BUILT_IN: Readonly<Record<string, Fields>> = {
  "sys/mounts/sys": { type: "system" },
  "sys/mounts/identity": { type: "identity" },
  "sys/mounts/cubbyhole": { type: "cubbyhole" },
  "sys/auth/token": { type: "token" },
  "sys/policies/acl/root": { policy: "" },
  "sys/policies/acl/default": { policy: "" },
};
const MAPS = ["sys/mounts", "sys/auth", "sys/audit"];
const ROUTES = [...VAULT_ROUTES, ...AUTHORITY_ROUTES];

/** A new one, unsealed and empty, that knows this token alone. */
export function fakeVault(token: string): FakeVault {
  const vault: FakeVault = {
    held: new Map(Object.entries(BUILT_IN)),
    writes: [],
    sealed: false,
    server(request) {
      const asked = askedIn(request);
      if (asked.path === "sys/seal-status") return json(200, { initialized: true, sealed: vault.sealed });
      if (vault.sealed) return refusal(503, "Vault is sealed");
      if (request.headers["X-Vault-Token"] !== token) return refusal(403, "invalid token");
      if (isWrite(asked)) vault.writes.push(`${asked.method} ${asked.path}`);
      return answerOf(routed(vault.held, asked) ?? mapped(vault.held, asked) ?? row(vault.held, asked));
    },
  };
  return vault;
}

function askedIn({ method, url, body }: FakeRequest): VaultAsked {
  const verb = url.searchParams.get("list") === "true" ? "LIST" : (method as VaultAsked["method"]);
  return { method: verb, path: url.pathname.replace("/v1/", ""), body: body === "" ? {} : JSON.parse(body) };
}

const isWrite = ({ method, path }: VaultAsked): boolean =>
  method === "DELETE" || (method === "POST" && !path.endsWith("lookup"));

function answerOf({ data, status = 200, error, auth }: VaultSays): HttpAnswer {
  if (error !== undefined) return refusal(status, error);
  if (status === 404) return refusal(404, "");
  return data === undefined && auth === undefined ? { status: 204, headers: {}, body: "" } : json(200, { data, auth });
}

const json = (status: number, value: unknown): HttpAnswer => ({ status, headers: {}, body: JSON.stringify(value) });
const refusal = (status: number, error: string): HttpAnswer => json(status, { errors: error === "" ? [] : [error] });

function routed(held: Held, { method, path, body }: VaultAsked): VaultSays | undefined {
  for (const { at, verbs } of ROUTES) {
    const parts = at.exec(path)?.slice(1);
    const act = verbs[method];
    if (parts !== undefined && act !== undefined) return act(held, parts, body);
  }
  return undefined;
}

/** Engines, ways to sign in and audit devices: each stands in a map, and is made once. */
function mapped(held: Held, { method, path, body }: VaultAsked): VaultSays | undefined {
  const map = MAPS.find((one) => path === one || path.startsWith(`${one}/`));
  if (map === undefined) return undefined;
  if (path === map) return { data: Object.fromEntries(below(held, map).map(([name, one]) => [`${name}/`, one])) };
  const tuned = path.replace(/\/tune$/, "");
  const have = held.get(tuned);
  if (method === "POST" && tuned === path && have !== undefined)
    return { status: 400, error: `path is already in use at ${path.slice(map.length + 1)}/` };
  if (method === "DELETE") held.delete(path);
  else held.set(tuned, have === undefined ? body : { ...have, config: { ...Object(have.config), ...body } });
  return {};
}

/** Whatever else is written is read as it was written. */
function row(held: Held, { method, path, body }: VaultAsked): VaultSays {
  if (method === "DELETE") held.delete(path);
  if (method === "POST") held.set(path, path.startsWith("database/config/") ? connection(body) : body);
  if (method === "POST" || method === "DELETE") return {};
  const keys = below(held, path).map(([name]) => name);
  const data = method === "LIST" ? (keys.length === 0 ? undefined : { keys }) : held.get(path);
  return data === undefined ? { status: 404 } : { data };
}

/** A connection's password is never told, and where it leads stands by itself. */
const connection = ({ password: _, connection_url, username, password_authentication, ...rest }: Fields): Fields => ({
  ...rest,
  connection_details: { connection_url, username, password_authentication },
});
