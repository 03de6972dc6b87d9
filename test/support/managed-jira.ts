import { goodFor } from "./credential-samples.ts";
import type { ManagedVendors, Played, PlayedKey } from "./managed-vendors.ts";

/** The admin key of an organization, its account, and the fields beside the token. */
export const JIRA_ADMIN = { ATLASSIAN_ADMIN_KEY: `ATCTT3xFfG${"a".repeat(40)}` } as const;
export const JIRA_FIELDS = { email: "bot@qualisys.example", base_url: "https://qualisys.atlassian.net" } as const;
const ACCOUNT = "557058:6f2b1c9e-0000-4000-8000-1234567890ab";
const TOKENS = `/api.atlassian.com/users/${encodeURIComponent(ACCOUNT)}/manage/api-tokens`;
const CLOUD = "11111111-2222-3333-4444-555555555555";

type Sent = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string };
const authorization = ({ headers }: Sent) => String(headers.authorization ?? headers.Authorization ?? "");

/** A token that Atlassian knows; it was used unless it is said. */
export function addJira({ keys }: ManagedVendors, { used = true }: { readonly used?: boolean } = {}): PlayedKey {
  const key = { id: `${keys.size + 1}00`, name: "bot", value: goodFor("jira-token"), ...(used && { lastUsedAtS: 1 }) };
  keys.set(key.id, key);
  return key;
}

/** Jira and Atlassian's user management API, by their references; undefined for what is not theirs. */
export const jiraAnswer = (vendors: ManagedVendors, line: string, sent: Sent): Played | undefined =>
  line.includes(TOKENS) ? managed(vendors, line, sent) : asked(vendors, line, sent);

/** Who am I, at the site and at the gateway. */
function asked({ keys }: ManagedVendors, line: string, sent: Sent): Played | undefined {
  const known = [...keys.values()].some(
    ({ value }) => authorization(sent) === `Basic ${btoa(`${JIRA_FIELDS.email}:${value}`)}`,
  );
  const me: Played = known ? [200, { accountId: ACCOUNT }] : [401, { message: "Unauthorized" }];
  const answers: Readonly<Record<string, Played>> = {
    "GET /qualisys.atlassian.net/rest/api/3/myself": me,
    "GET /qualisys.atlassian.net/_edge/tenant_info": [200, { cloudId: CLOUD }],
    [`GET /api.atlassian.com/ex/jira/${CLOUD}/rest/api/3/myself`]: me,
  };
  return answers[line];
}

/** The tokens of the account, and the end of one, for whoever has the organization's key. */
function managed({ keys }: ManagedVendors, line: string, sent: Sent): Played {
  const [verb, path = ""] = line.split(" ");
  if (authorization(sent) !== `Bearer ${JIRA_ADMIN.ATLASSIAN_ADMIN_KEY}`) return [401, { code: 401 }];
  if (verb === "DELETE") return keys.delete(path.slice(TOKENS.length + 1)) ? [204, {}] : [404, { key: "notFound" }];
  const tokens = [...keys.values()].map(({ id, name, lastUsedAtS }) => ({
    ...{ id, label: name, createdAt: "2026-01-12T23:20:50.522Z" },
    ...(lastUsedAtS !== undefined && { lastAccess: new Date(lastUsedAtS * 1000).toISOString() }),
  }));
  return [200, tokens];
}
