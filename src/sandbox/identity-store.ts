import { createHash, timingSafeEqual } from "node:crypto";
import type { Group, IdentityDocument, Role, Tenant } from "../domain/identity.ts";
import type { HeldClient, HeldUser, IdentityChange } from "../domain/sandbox-protocol.ts";
import { type RuleBreak, ruleBreaks } from "./identity-rules.ts";
import { changed, EMPTY_STATE, type IdentityState } from "./identity-state.ts";

/** Refused changes: nothing was applied. */
export class IdentityRefused extends Error {
  readonly breaks: readonly RuleBreak[];

  constructor(breaks: readonly RuleBreak[]) {
    super(breaks.map(({ says }) => says).join("; "));
    this.name = "IdentityRefused";
    this.breaks = breaks;
  }
}

/** The identities of one realm: read from memory, written all or none and persisted before they show. */
export interface IdentityStore {
  readonly realm: string;
  tenants(): readonly Tenant[];
  roles(): readonly Role[];
  groups(): readonly Group[];
  /** People only; a client's service account is not among them. */
  users(): readonly HeldUser[];
  clients(): readonly HeldClient[];
  /** The user with that id, username or e-mail address (the last two in any case). */
  findUser(
    by: { readonly id: string } | { readonly username: string } | { readonly email: string },
  ): HeldUser | undefined;
  findGroup(by: { readonly id: string } | { readonly path: string }): Group | undefined;
  findRole(by: { readonly id: string } | { readonly name: string }): Role | undefined;
  findClient(by: { readonly id: string } | { readonly clientId: string }): HeldClient | undefined;
  /** Applies all or none (rejects with `IdentityRefused`), persists, and answers how many were applied. */
  apply(changes: readonly IdentityChange[]): Promise<number>;
  /** True when this is the user's password; takes the same time whatever was sent. */
  checkPassword(user: HeldUser | undefined, password: string): boolean;
  /** True when this is the client's secret; takes the same time whatever was sent. */
  checkSecret(client: HeldClient | undefined, secret: string): boolean;
  /** The identities without their secrets. */
  document(): IdentityDocument;
  /** sha256 (hex) of each held password and client secret, by the name its local secret has: `identity/<username>`, `keycloak/<clientId>`. */
  fingerprints(): Readonly<Record<string, string>>;
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Compares hashes so that neither the length nor the first difference shows in the time it takes. */
export const sameSecret = (held: string | undefined, given: string): boolean =>
  timingSafeEqual(sha256(held ?? ""), sha256(given)) && held !== undefined && held !== "";

/** A store over these identities; `persist` is called with the new state before it becomes visible. */
export function createIdentityStore(
  realm: string,
  initial: IdentityState = EMPTY_STATE,
  persist: (state: IdentityState) => Promise<void> = async () => {},
): IdentityStore {
  let state = initial;
  let writing: Promise<unknown> = Promise.resolve();
  const write = async (changes: readonly IdentityChange[]): Promise<number> => {
    const next = changed(state, changes);
    const breaks = ruleBreaks(next);
    if (breaks.length > 0) throw new IdentityRefused(breaks);
    if (changes.length > 0) await persist(next);
    state = next;
    return changes.length;
  };
  return {
    realm,
    ...readers(() => state),
    apply(changes) {
      const mine = writing.then(() => write(changes));
      writing = mine.catch(() => {});
      return mine;
    },
    checkPassword: (user, password) => sameSecret(user?.password, password),
    checkSecret: (client, secret) => sameSecret(client?.secret, secret),
    document: () => documentOf(realm, state),
    fingerprints: () => fingerprintsOf(state),
  };
}

type Readers = Omit<IdentityStore, "realm" | "apply" | "checkPassword" | "checkSecret" | "document" | "fingerprints">;

const readers = (now: () => IdentityState): Readers => ({
  tenants: () => now().tenant,
  roles: () => now().role,
  groups: () => now().group,
  users: () => now().user,
  clients: () => now().client,
  findUser: (by) => now().user.find((user) => isUser(user, by)),
  findGroup: (by) => now().group.find((group) => ("id" in by ? group.id === by.id : group.path === by.path)),
  findRole: (by) => now().role.find((role) => ("id" in by ? role.id === by.id : role.name === by.name)),
  findClient: (by) =>
    now().client.find((client) => ("id" in by ? client.id === by.id : client.clientId === by.clientId)),
});

function isUser(user: HeldUser, by: Parameters<IdentityStore["findUser"]>[0]): boolean {
  if ("id" in by) return user.id === by.id;
  if ("username" in by) return user.username.toLowerCase() === by.username.toLowerCase();
  return user.email !== "" && user.email.toLowerCase() === by.email.toLowerCase();
}

const documentOf = (realm: string, state: IdentityState): IdentityDocument => ({
  realm,
  tenants: state.tenant,
  roles: state.role,
  groups: state.group,
  users: state.user.map(({ password: _password, ...user }) => user),
  clients: state.client.map(({ secret: _secret, ...client }) => client),
});

function fingerprintsOf(state: IdentityState): Record<string, string> {
  const held = [
    ...state.user.map((user) => [`identity/${user.username}`, user.password] as const),
    ...state.client.map((client) => [`keycloak/${client.clientId}`, client.secret] as const),
  ];
  return Object.fromEntries(held.flatMap(([name, secret]) => (secret ? [[name, sha256(secret).toString("hex")]] : [])));
}
