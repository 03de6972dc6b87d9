import { chars, goodFor } from "./credential-samples.ts";
import type { ManagedVendors, Played } from "./managed-vendors.ts";

/** Admin keys that the played vendors take. */
export const ADMIN = {
  OPENAI_ADMIN_KEY: `sk-admin-${chars(40)}`,
  SENDGRID_ADMIN_KEY: goodFor("sendgrid-key"),
  ANTHROPIC_ADMIN_KEY: `sk-ant-admin01-${chars(40)}`,
  OPENAI_PROJECT_ID: "proj_qualisys",
} as const;

type Sent = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string };
type Route = (vendors: ManagedVendors, match: RegExpExecArray, sent: Sent) => Played;

const PROJECT = `/api.openai.com/v1/organization/projects/${ADMIN.OPENAI_PROJECT_ID}`;
const UNKNOWN: Played = [401, { error: { code: "invalid_api_key" }, errors: [{ message: "authorization required" }] }];
const bodyOf = ({ body }: Sent): Record<string, unknown> => JSON.parse(body || "{}");
const hintOf = (value: string) => `${value.slice(0, 16)}...${value.slice(-4)}`;
const tokenOf = ({ headers }: Sent) =>
  String(headers.authorization ?? headers.Authorization ?? headers["x-api-key"] ?? "").replace(/^Bearer /, "");
const known = ({ keys }: ManagedVendors, sent: Sent) => [...keys.values()].find(({ value }) => value === tokenOf(sent));

/** The calls that avb makes, in the words of each vendor's reference; the admin key is asked for where one is due. */
const ROUTES: readonly (readonly [RegExp, string, Route])[] = [
  [/^GET \/api\.openai\.com\/v1\/models$/, "", (all, _, sent) => (known(all, sent) ? [200, { data: [] }] : UNKNOWN)],
  [/^GET \/api\.anthropic\.com\/v1\/models$/, "", (all, _, sent) => (known(all, sent) ? [200, { data: [] }] : UNKNOWN)],
  [
    /^GET \/api\.sendgrid\.com\/v3\/scopes$/,
    "",
    (all, _, sent) => {
      const key = known(all, sent);
      return key ? [200, { scopes: key.scopes ?? ["mail.send"] }] : UNKNOWN;
    },
  ],
  [
    new RegExp(`^POST ${PROJECT}/service_accounts$`),
    ADMIN.OPENAI_ADMIN_KEY,
    (all, _, sent) => {
      const id = `svc_${chars(12, "abc123")}`;
      all.accounts.set(id, String(bodyOf(sent).name));
      return [
        200,
        { id, name: bodyOf(sent).name, role: "member", api_key: { id: "key_x", value: goodFor("openai-key") } },
      ];
    },
  ],
  [
    new RegExp(`^POST ${PROJECT}/service_accounts/(\\w+)/api_keys$`),
    ADMIN.OPENAI_ADMIN_KEY,
    (all, [, account = ""], sent) => {
      if (!all.accounts.has(account)) return [404, { error: {} }];
      const key = {
        id: `key_${chars(8, "abc123")}`,
        value: goodFor("openai-key"),
        account,
        name: String(bodyOf(sent).name),
      };
      all.keys.set(key.id, key);
      return [200, { id: key.id, value: key.value, name: key.name }];
    },
  ],
  [
    new RegExp(`^GET ${PROJECT}/api_keys\\?limit=100$`),
    ADMIN.OPENAI_ADMIN_KEY,
    ({ keys }) => [
      200,
      {
        data: [...keys.values()]
          .filter(({ account }) => account !== undefined)
          .map(({ id, name, value, account, lastUsedAtS = null }) => ({
            ...{ id, name, redacted_value: hintOf(value), last_used_at: lastUsedAtS },
            owner: { type: "service_account", service_account: { id: account } },
          })),
        has_more: false,
      },
    ],
  ],
  [
    new RegExp(`^GET ${PROJECT}/service_accounts\\?limit=100$`),
    ADMIN.OPENAI_ADMIN_KEY,
    ({ accounts }) => [200, { data: [...accounts].map(([id, name]) => ({ id, name })), has_more: false }],
  ],
  [
    new RegExp(`^DELETE ${PROJECT}/service_accounts/(\\w+)$`),
    ADMIN.OPENAI_ADMIN_KEY,
    (all, [, id = ""]) => {
      for (const key of all.keys.values()) if (key.account === id) all.keys.delete(key.id);
      return all.accounts.delete(id) ? [200, { deleted: true }] : [404, { error: {} }];
    },
  ],
  [
    /^POST \/api\.sendgrid\.com\/v3\/api_keys$/,
    ADMIN.SENDGRID_ADMIN_KEY,
    (all, _, sent) => {
      const { name, scopes } = bodyOf(sent);
      const value = goodFor("sendgrid-key");
      const key = { id: value.split(".")[1] ?? "", name: String(name), value, scopes: scopes as string[] };
      all.keys.set(key.id, key);
      return [201, { api_key: value, api_key_id: key.id, name, scopes }];
    },
  ],
  [
    /^GET \/api\.sendgrid\.com\/v3\/api_keys$/,
    ADMIN.SENDGRID_ADMIN_KEY,
    ({ keys }) => [200, { result: [...keys.values()].map(({ id, name }) => ({ api_key_id: id, name })) }],
  ],
  [
    /^DELETE \/api\.sendgrid\.com\/v3\/api_keys\/([\w-]+)$/,
    ADMIN.SENDGRID_ADMIN_KEY,
    ({ keys }, [, id = ""]) => (keys.delete(id) ? [204, {}] : [404, { errors: [] }]),
  ],
  [
    /^GET \/api\.anthropic\.com\/v1\/organizations\/api_keys\?limit=100$/,
    ADMIN.ANTHROPIC_ADMIN_KEY,
    ({ keys }) => [
      200,
      {
        data: [...keys.values()].map(({ id, name, value }) => ({
          id,
          name,
          status: "active",
          partial_key_hint: hintOf(value),
        })),
      },
    ],
  ],
  [
    /^POST \/api\.anthropic\.com\/v1\/organizations\/api_keys\/(\w+)$/,
    ADMIN.ANTHROPIC_ADMIN_KEY,
    ({ keys }, [, id = ""], sent) =>
      bodyOf(sent).status === "archived" && keys.delete(id) ? [200, { id, status: "archived" }] : [404, { error: {} }],
  ],
];

/** What the vendor of that path answers, to whoever has its admin key where one is due. */
export function answerOf(all: ManagedVendors, line: string, sent: Sent): Played {
  const [form, admin, route] = ROUTES.find(([one]) => one.test(line)) ?? [];
  const match = form?.exec(line);
  if (!match || route === undefined) return [404, { error: { message: "no such path" } }];
  return admin === "" || tokenOf(sent) === admin ? route(all, match, sent) : UNKNOWN;
}
