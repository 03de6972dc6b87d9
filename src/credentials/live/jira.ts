import { basic, fieldIn, type LiveCheck, type LiveQuestion } from "./question.ts";

/** The sites of Jira Cloud: a token of Atlassian's is sent to nobody else. */
const SITE = /^[a-z0-9-]+\.atlassian\.net$/;
const CLOUD_ID = /^[0-9a-f-]{32,36}$/;
const MYSELF = "/rest/api/3/myself";
const ACCOUNT_ID = /^[\w|:-]{1,128}$/;
const TAKEN = { status: [200], has: ["accountId"], means: "valid", says: "is taken" } as const;

function accountIn(json: unknown): string | undefined {
  const id = fieldIn(json, "accountId");
  return typeof id === "string" && ACCOUNT_ID.test(id) ? id : undefined;
}

const atSite: LiveQuestion = {
  request: ({ parts: { email = "", token = "", site = "" } }) => {
    const { hostname } = new URL(site);
    if (!SITE.test(hostname)) return "base_url is no site of atlassian.net, so the token was not sent there";
    return { host: hostname, path: MYSELF, headers: { Authorization: basic(email, token) } };
  },
  rules: [
    TAKEN,
    { status: [401], means: "next", says: "" },
    { status: [403], has: ["message"], means: "restricted", says: "is taken, and may not read its own account" },
  ],
  account: accountIn,
};

/** The site's id, which the host of tokens with scopes goes by; it is public. */
const whichCloud: LiveQuestion = {
  request: ({ parts: { site = "" } }) => ({ host: new URL(site).hostname, path: "/_edge/tenant_info" }),
  rules: [{ status: [200], has: ["cloudId"], means: "next", says: "" }],
};

const atGateway: LiveQuestion = {
  request: ({ parts: { email = "", token = "" }, before: [tenant] }) => {
    const id = fieldIn(tenant, "cloudId");
    if (typeof id !== "string" || !CLOUD_ID.test(id)) return "the site does not tell its cloud id";
    return {
      host: "api.atlassian.com",
      path: `/ex/jira/${id}${MYSELF}`,
      headers: { Authorization: basic(email, token) },
    };
  },
  rules: [
    { ...TAKEN, says: "is taken at api.atlassian.com alone: it is a token with scopes" },
    {
      status: [401, 403],
      has: ["message"],
      text: /scope/i,
      means: "restricted",
      says: "is taken at api.atlassian.com, and may not read its own account",
    },
    {
      status: [401],
      has: ["message"],
      means: "invalid",
      says: "is taken neither at the site nor at api.atlassian.com",
    },
  ],
  account: accountIn,
};

/** Jira Cloud: who am I, at the site and, for tokens with scopes, at the gateway; dead is what both refuse. */
export const JIRA: LiveCheck = {
  what: "API token",
  parts: { email: "email", token: "jira-token", site: "https-url" },
  questions: [atSite, whichCloud, atGateway],
};
