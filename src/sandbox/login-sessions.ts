/** What the provider keeps of one of its models; only the members that are read here are named. */
export type StoredModel = {
  readonly grantId?: string | undefined;
  readonly userCode?: string | undefined;
  readonly uid?: string | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Seconds since 1970: when it was made, and when its person signed in. */
  readonly iat?: number | undefined;
  readonly loginTs?: number | undefined;
  readonly exp?: number | undefined;
  readonly authTime?: number | undefined;
  /** When the first refresh token of a chain was made. */
  readonly iiat?: number | undefined;
  readonly consumed?: unknown;
  /** Of a login session: the grant of each client that was signed in to, by client id. */
  readonly authorizations?: { readonly [clientId: string]: { readonly grantId?: string | undefined } } | undefined;
};

/** A login session that lasts: a browser's, or one that a password grant opened. */
export interface LoginSession {
  readonly id: string;
  readonly accountId: string;
  readonly clients: readonly string[];
  readonly sinceMs: number;
}

/** The login sessions among what is kept, by its keys: `Session:<id>` of a browser, `Grant:<id>` of a client. */
export function sessionsIn(kept: readonly (readonly [key: string, entry: { readonly payload: StoredModel }])[]) {
  const browsers = kept.filter(([key]) => key.startsWith("Session:")).map(([, { payload }]) => payload);
  const theirs = new Set(browsers.flatMap(grantsOf));
  const direct = kept
    .map(([key, { payload }]) => ({ ...payload, uid: /^Grant:(.*)$/.exec(key)?.[1] }))
    .filter(({ uid }) => uid !== undefined && !theirs.has(uid));
  return [...browsers, ...direct].flatMap(sessionOf);
}

function sessionOf({ uid, accountId, clientId, iat, loginTs, authorizations }: StoredModel): readonly LoginSession[] {
  if (uid === undefined || accountId === undefined) return [];
  const clients = clientId === undefined ? Object.keys(authorizations ?? {}) : [clientId];
  return [{ id: uid, accountId, clients, sinceMs: (loginTs ?? iat ?? 0) * 1000 }];
}

/** The grants of a browser's session, one for each client. */
export const grantsOf = ({ authorizations }: StoredModel): readonly string[] =>
  Object.values(authorizations ?? {}).flatMap(({ grantId }) => grantId ?? []);
