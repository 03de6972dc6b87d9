import { grantsOf, type LoginSession, type StoredModel, sessionsIn } from "./login-sessions.ts";

/** A login session that has ended: each client of it, with the `sid` that its tokens have. */
export interface EndedSession {
  readonly accountId: string;
  readonly clients: readonly { readonly clientId: string; readonly sid: string }[];
}

interface Entry {
  readonly payload: StoredModel;
  readonly expiresAtMs: number;
}

const SWEEP_EVERY = 500;
/** Access tokens are signed and carry everything: to keep them would only fill the memory. */
const NOT_KEPT = new Set(["AccessToken", "ClientCredentials"]);
/** Seconds since 1970: when it was made, or its person signed in to it later. */
const begunAt = ({ iat = 0, loginTs = 0 }: StoredModel): number => Math.max(iat, loginTs);
/** What is issued under a grant and ends with it; a sign-in under way names a grant too, but goes on. */
const ISSUED = ["AuthorizationCode:", "RefreshToken:", "DeviceCode:"];

/** Sessions, grants, codes and refresh tokens in memory, shared by every provider instance of one server. */
export class ProviderStorage {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #ended: (session: EndedSession) => void;
  #writes = 0;

  /** `ended` is told of each login session that somebody ends; one that expires ends unsaid. */
  constructor(now: () => number, ended: (session: EndedSession) => void = () => {}) {
    this.#now = now;
    this.#ended = ended;
  }

  /** The payload of that model, or undefined when it is unknown or has expired. */
  find(model: string, id: string): StoredModel | undefined {
    const entry = this.#entries.get(`${model}:${id}`);
    return entry !== undefined && entry.expiresAtMs > this.#now() ? entry.payload : undefined;
  }

  findBy(model: string, member: "uid" | "userCode", value: string): StoredModel | undefined {
    for (const [key, entry] of this.#entries)
      if (key.startsWith(`${model}:`) && entry.payload[member] === value && entry.expiresAtMs > this.#now())
        return entry.payload;
    return undefined;
  }

  /** `expiresIn` is in seconds; without it the entry stays. */
  put(model: string, id: string, payload: StoredModel, expiresIn: number | undefined): void {
    if (NOT_KEPT.has(model)) return;
    const expiresAtMs = expiresIn === undefined ? Number.POSITIVE_INFINITY : this.#now() + expiresIn * 1000;
    this.#entries.set(`${model}:${id}`, { payload, expiresAtMs });
    this.#writes += 1;
    if (this.#writes % SWEEP_EVERY === 0) this.#sweep();
  }

  consume(model: string, id: string): void {
    const entry = this.#entries.get(`${model}:${id}`);
    if (entry === undefined) return;
    const payload = { ...entry.payload, consumed: Math.floor(this.#now() / 1000) };
    this.#entries.set(`${model}:${id}`, { ...entry, payload });
  }

  remove(model: string, id: string): void {
    this.#entries.delete(`${model}:${id}`);
  }

  removeByGrant(grantId: string): void {
    for (const [key, { payload }] of this.#entries)
      if (payload.grantId === grantId && ISSUED.some((model) => key.startsWith(model))) this.#entries.delete(key);
  }

  /** Whether the login session that a token names is still there. */
  hasGrant(grantId: string): boolean {
    return this.find("Grant", grantId) !== undefined;
  }

  /** Ends the login session this grant belongs to: signed out of one application, the person is signed out of all. */
  endSessionOf(grantId: string): void {
    const ending = new Set([grantId]);
    for (const [key, { payload }] of this.#entries) {
      const grants = grantsOf(payload);
      if (!grants.includes(grantId)) continue;
      this.#entries.delete(key);
      for (const grant of grants) ending.add(grant);
    }
    const ended = [...ending].flatMap((sid) => this.#endGrant(sid));
    const accountId = ended[0]?.accountId;
    if (accountId !== undefined) this.#ended({ accountId, clients: ended });
  }

  /** The login sessions, in the order they were opened. */
  sessions(): readonly LoginSession[] {
    return sessionsIn([...this.#entries].filter(([, { expiresAtMs }]) => expiresAtMs > this.#now()));
  }

  /** Ends one login session of this account; another account's stays. */
  endSessionOfAccount(accountId: string, id: string): void {
    if (this.find("Grant", id)?.accountId === accountId) this.endSessionOf(id);
    for (const [key, { payload }] of this.#entries) {
      if (!key.startsWith("Session:") || payload.uid !== id || payload.accountId !== accountId) continue;
      for (const grant of grantsOf(payload)) this.endSessionOf(grant);
      this.#entries.delete(key);
    }
  }

  /** Ends every login session of an account. */
  endSessionsOfAccount(accountId: string): void {
    for (const session of this.sessions())
      if (session.accountId === accountId) this.endSessionOfAccount(accountId, session.id);
  }

  /** After the clock was moved: what has expired by now goes for good, and so does what was begun later than now. */
  followClock(): void {
    this.#sweep();
    const now = Math.floor(this.#now() / 1000);
    for (const [key, { payload }] of this.#entries) if (begunAt(payload) > now) this.#entries.delete(key);
  }

  /** The client whose grant it was; none where the grant is gone already. */
  #endGrant(sid: string): readonly { readonly accountId: string; readonly clientId: string; readonly sid: string }[] {
    const { accountId, clientId } = this.find("Grant", sid) ?? {};
    this.removeByGrant(sid);
    this.remove("Grant", sid);
    return accountId === undefined || clientId === undefined ? [] : [{ accountId, clientId, sid }];
  }

  #sweep(): void {
    for (const [key, entry] of this.#entries) if (entry.expiresAtMs <= this.#now()) this.#entries.delete(key);
  }
}
