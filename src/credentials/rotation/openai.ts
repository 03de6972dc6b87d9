import { fieldIn, type LiveRequest } from "../live/question.ts";
import {
  fitsHint,
  idIn,
  type KeyMaker,
  type KeyPage,
  listIn,
  type MadeKey,
  type Managing,
  textIn,
} from "./key-maker.ts";

const HOUR_MS = 3_600_000;
/** Seconds: the key that comes with an account has every right of it, and is not used. */
const UNUSED_KEY_S = 1;

/** OpenAI: a service account for each key, because a key that an account owns is revoked with the account alone. */
export const OPENAI_KEYS: KeyMaker = {
  vendor: "OpenAI",
  format: "openai-key",
  admin: { variable: "OPENAI_ADMIN_KEY", form: /^sk-admin-[\w-]{20,}$/, what: "an admin key (sk-admin-...)" },
  needsProject: true,
  graceMs: HOUR_MS,
  create: [
    (asking) => {
      const isNarrow = asking.scopes.length > 0;
      const body = { name: asking.name, ...(isNarrow && { expires_in_seconds: UNUSED_KEY_S }) };
      return post(asking, "service_accounts", body);
    },
    (asking, [account]) => {
      const { name, scopes } = asking;
      const path = `service_accounts/${idIn(account, "id") ?? ""}/api_keys`;
      return post(asking, path, { name, ...(scopes.length > 0 && { scopes }) });
    },
  ],
  made: ([key, account]): MadeKey | undefined => {
    const [id, value] = [idIn(account, "id"), textIn(key, "value")];
    return id === undefined || value === "" ? undefined : { id: `service_accounts/${id}`, value };
  },
  lists: [
    {
      request: (asking) => get(asking, "api_keys"),
      page: (json) => pageOf(json, (one) => keyOf(one)),
    },
    {
      request: (asking) => get(asking, "service_accounts"),
      page: (json) =>
        pageOf(json, (one) => {
          const id = idIn(one, "id");
          return id && { id: `service_accounts/${id}`, name: textIn(one, "name"), mayBe: () => false };
        }),
    },
  ],
  remove: (asking, id) => ({ ...get(asking, id), path: pathOf(asking, id), method: "DELETE" }),
};

/** A key that a service account owns goes with it; a person's key goes by itself. */
function keyOf(one: unknown) {
  const owner = fieldIn(one, "owner");
  const account = idIn(fieldIn(owner, "service_account"), "id");
  const own = idIn(one, "id");
  const id = account === undefined ? own && `api_keys/${own}` : `service_accounts/${account}`;
  const used = fieldIn(one, "last_used_at");
  const hint = textIn(one, "redacted_value");
  return (
    id && {
      ...{ id, name: textIn(one, "name"), lastUsedAtMs: typeof used === "number" ? used * 1000 : 0 },
      mayBe: (value: string) => fitsHint(hint, value),
    }
  );
}

function pageOf(json: unknown, read: (one: unknown) => KeyPage["keys"][number] | "" | undefined): KeyPage | undefined {
  const keys = listIn(json, "data")?.flatMap((one) => read(one) || []);
  if (keys === undefined) return undefined;
  const after = fieldIn(json, "has_more") === true ? idIn(json, "last_id") : undefined;
  return { keys, ...(after !== undefined && { after }) };
}

const pathOf = ({ project }: Managing, path: string) => `/v1/organization/projects/${project}/${path}`;

const get = (asking: Managing, path: string): LiveRequest => ({
  host: "api.openai.com",
  path: `${pathOf(asking, path)}?limit=100${asking.after === undefined ? "" : `&after=${asking.after}`}`,
  headers: { Authorization: `Bearer ${asking.admin}` },
});

const post = (asking: Managing, path: string, body: object): LiveRequest => ({
  ...{ host: "api.openai.com", path: pathOf(asking, path), method: "POST" },
  headers: { Authorization: `Bearer ${asking.admin}`, "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
