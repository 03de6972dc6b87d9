/** Fields as JSON has them. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a path of the fake answers: data, nothing (204), or a refusal in Vault's words. */
export interface VaultSays {
  readonly data?: Fields;
  readonly status?: number;
  readonly error?: string;
  readonly auth?: Fields;
}

/** A request that was understood. */
export interface VaultAsked {
  readonly method: "GET" | "LIST" | "POST" | "DELETE";
  readonly path: string;
  readonly body: Fields;
}

/** What the fake holds, by path. */
export type Held = Map<string, Fields>;

/** What is done at some paths: the method, the path with its parts, and what comes of it. */
export interface VaultRoute {
  readonly at: RegExp;
  readonly verbs: Partial<
    Record<VaultAsked["method"], (held: Held, parts: readonly string[], body: Fields) => VaultSays>
  >;
}

/** The entries directly below a path, by their last part. */
export const below = (held: ReadonlyMap<string, Fields>, path: string): readonly (readonly [string, Fields])[] =>
  [...held].flatMap(([at, fields]) => {
    const name = at.startsWith(`${path}/`) ? at.slice(path.length + 1) : "";
    return name === "" || name.includes("/") ? [] : [[name, fields] as const];
  });

const NOTHING: VaultSays = { status: 404 };
const kept = (held: Held, at: string): VaultSays => (held.has(at) ? { data: held.get(at) ?? {} } : NOTHING);
const listed = (keys: readonly string[]): VaultSays => (keys.length === 0 ? NOTHING : { data: { keys } });
const gone = (held: Held, at: string): VaultSays => {
  held.delete(at);
  return {};
};
const put = (held: Held, at: string, fields: Fields): VaultSays => {
  held.set(at, fields);
  return {};
};

/** The kv engine, version 2: a secret has a version, and a writer may say which one it has seen. */
const KV: readonly VaultRoute[] = [
  {
    at: /^(secret|tried[^/]*)\/data\/(.+)$/,
    verbs: {
      GET: (held, [mount, name]) => kept(held, `${mount}/kv/${name}`),
      POST: (held, [mount, name], { options, data }) => {
        const at = `${mount}/kv/${name}`;
        const version = Number(Object(held.get(at)?.metadata).version ?? 0);
        if (Object(options).cas !== undefined && Object(options).cas !== version)
          return { status: 400, error: "check-and-set parameter did not match the current version" };
        held.set(at, { data, metadata: { version: version + 1 } });
        return { data: { version: version + 1 } };
      },
    },
  },
  {
    at: /^(secret|tried[^/]*)\/metadata\/?(.*?)\/?$/,
    verbs: {
      DELETE: (held, [mount, name]) => gone(held, `${mount}/kv/${name}`),
      // Folders end in a slash.
      LIST: (held, [mount, name]) => {
        const folder = name === "" ? `${mount}/kv/` : `${mount}/kv/${name}/`;
        const rests = [...held.keys()].flatMap((key) => (key.startsWith(folder) ? [key.slice(folder.length)] : []));
        return listed([...new Set(rests.map((rest) => rest.replace(/\/.*$/, "/")))]);
      },
    },
  },
];

const known = (held: Held, { token }: Fields, act: (at: string) => VaultSays): VaultSays =>
  held.has(`token/${token}`) ? act(`token/${token}`) : { status: 403, error: "bad token" };

/** Tokens: an id is taken once, and one that nobody has is refused by its own words. */
const TOKENS: readonly VaultRoute[] = [
  {
    at: /^auth\/token\/create$/,
    verbs: {
      POST: (held, _parts, { id, period: text, policies, no_parent, renewable }) => {
        if (held.has(`token/${id}`)) return { status: 400, error: "cannot create a token with a duplicate ID" };
        const period = Number.parseInt(String(text), 10) * 3600;
        const all = [...(policies as readonly string[]), "default"];
        held.set(`token/${id}`, { policies: all, period, ttl: period, orphan: no_parent === true, renewable });
        return { auth: { client_token: id } };
      },
    },
  },
  { at: /^auth\/token\/lookup$/, verbs: { POST: (held, _, body) => known(held, body, (at) => kept(held, at)) } },
  {
    at: /^auth\/token\/renew$/,
    verbs: {
      POST: (held, _, body) =>
        known(held, body, (at) => {
          const token = held.get(at);
          held.set(at, { ...token, ttl: token?.period });
          return {};
        }),
    },
  },
  { at: /^auth\/token\/revoke$/, verbs: { POST: (held, _, body) => known(held, body, (at) => gone(held, at)) } },
];

/** A key that is there stays what it is. */
const TRANSIT: readonly VaultRoute[] = [
  {
    at: /^(transit\/keys\/[^/]+)$/,
    verbs: { POST: (held, [at = ""], body) => (held.has(at) ? {} : put(held, at, body)) },
  },
];

/** What is special of some paths, in the order in which they are looked for. */
export const VAULT_ROUTES: readonly VaultRoute[] = [...KV, ...TOKENS, ...TRANSIT];
