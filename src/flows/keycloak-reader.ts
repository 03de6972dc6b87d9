import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Secret } from "../domain/secret.ts";
import { isListOf, isMapOf, isRecordOf, isText, readJson } from "../domain/shape.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { BOOTSTRAP } from "./seeding/keycloak-place.ts";

const DEADLINE_MS = 10_000;
const LONGEST_REASON = 200;
/** The backend's service account may read groups and users, in Keycloak and in the sandbox alike (identities document). */
const READER = "agentvoicebox-backend";

/** A service account, and the realm that it belongs to. */
export interface RealmAccount {
  readonly home: string;
  readonly clientId: string;
  readonly secret: Secret;
}

/** Where a realm is, and who reads it. */
export interface RealmPlace {
  readonly port: number;
  readonly realm: string;
  readonly account: RealmAccount;
  readonly signal: AbortSignal;
}

/** Whose secrets and stack decide on the account. */
export interface AccountSubject {
  readonly stack: Pick<Stack, "running">;
  readonly secrets: { get(name: string): Promise<Secret> };
}

/**
 * The account that reads a realm for avb: Keycloak's bootstrap account, whose secret no realm can have changed, and the
 * backend's own where the sandbox stands in, which knows no other.
 */
export async function readerFor({ stack, secrets }: AccountSubject, realm: string): Promise<RealmAccount> {
  const { clientId, secret, home } = stack.running.has("keycloak")
    ? { ...BOOTSTRAP, home: "master" }
    : { clientId: READER, secret: `keycloak/${READER}`, home: realm };
  return { home, clientId, secret: await secrets.get(secret) };
}

/** What a service account sees of a realm: the ids that the server has given. */
export interface RealmReader {
  /** The id of the group at this path; undefined where there is none. */
  group(path: string): Promise<string | undefined>;
  user(username: string): Promise<string | undefined>;
  /** All fields of the user with this id. */
  fields(id: string): Promise<UserFields>;
  /** Writes these fields in place of those that are there. */
  write(id: string, fields: UserFields): Promise<void>;
}

/** A user's fields by Keycloak's names. */
export type UserFields = Readonly<Record<string, unknown>>;

const isToken = isRecordOf<{ readonly access_token: string }>({ access_token: isText });
const isThing = isRecordOf<{ readonly id: string }>({ id: isText });
const isFields = isMapOf((value): value is unknown => value !== undefined);
const isUsers = isListOf(
  isRecordOf<{ readonly id: string; readonly username: string }>({ id: isText, username: isText }),
);

/** Signs in as this account; a ServiceRefusal where Keycloak does not let it. */
export async function openRealm(
  { http }: Pick<World, "http">,
  { port, realm, account, signal }: RealmPlace,
): Promise<RealmReader> {
  // Literal loopback: another program may hold the other address family's port (F25).
  const base = `http://127.0.0.1:${port}`;
  const ask = (options: Omit<Parameters<World["http"]["request"]>[0], "timeoutMs">) =>
    http.request({ ...options, timeoutMs: DEADLINE_MS, signal }).catch((error: unknown) => {
      throw new ServiceRefusal(printable(error instanceof Error ? error.message : String(error), LONGEST_REASON));
    });
  const signedIn = await ask({
    ...{ method: "POST", url: `${base}/realms/${account.home}/protocol/openid-connect/token` },
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      ...{ grant_type: "client_credentials", client_id: account.clientId },
      client_secret: account.secret.reveal(),
    }).toString(),
  });
  const token = signedIn.status === 200 ? readJson(signedIn.body, isToken)?.access_token : undefined;
  if (token === undefined) throw refused(`the sign-in of ${account.clientId}`, signedIn.status);
  const headers = { Authorization: `Bearer ${token}` };
  const get = (path: string) => ask({ url: `${base}/admin/realms/${realm}${path}`, headers });
  return {
    group: async (path) => {
      const answer = await get(`/group-by-path${path.split("/").map(encodeURIComponent).join("/")}`);
      if (answer.status === 404) return undefined;
      const group = answer.status === 200 ? readJson(answer.body, isThing) : undefined;
      if (group === undefined) throw refused(`a look at the group ${path}`, answer.status);
      return group.id;
    },
    fields: async (id) => {
      const answer = await get(`/users/${id}`);
      const fields = answer.status === 200 ? readJson(answer.body, isFields) : undefined;
      if (fields === undefined) throw refused(`a look at the user ${id}`, answer.status);
      return fields;
    },
    write: async (id, fields) => {
      const { status } = await ask({
        ...{ method: "PUT", url: `${base}/admin/realms/${realm}/users/${id}`, body: JSON.stringify(fields) },
        headers: { ...headers, "Content-Type": "application/json" },
      });
      if (status !== 204) throw refused(`a change of the user ${id}`, status);
    },
    user: async (username) => {
      const answer = await get(`/users?exact=true&briefRepresentation=true&username=${encodeURIComponent(username)}`);
      // Where the realm itself is gone, nobody is there: that is a difference like any other.
      if (answer.status === 404) return undefined;
      const users = answer.status === 200 ? readJson(answer.body, isUsers) : undefined;
      if (users === undefined) throw refused(`a look at the user ${username}`, answer.status);
      return users.find((user) => user.username === username.toLowerCase())?.id;
    },
  };
}

const refused = (what: string, status: number): ServiceRefusal =>
  new ServiceRefusal(
    `${what} was answered with ${status}${status === 403 ? " (a role of realm-management is missing)" : ""}`,
    status,
  );
