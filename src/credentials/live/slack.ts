import { fieldIn, type LiveCheck } from "./question.ts";

/** Not JSON: Slack looks at the address first, and posts nothing. */
const MALFORMED = "{";

/** A Slack webhook: a post that Slack cannot read. */
export const SLACK_WEBHOOK: LiveCheck = {
  what: "webhook",
  parts: { url: "slack-webhook" },
  questions: [
    {
      request: ({ parts: { url = "" } }) => {
        const { hostname, pathname } = new URL(url);
        const headers = { "Content-Type": "application/json" };
        return { host: hostname, path: pathname, method: "POST", headers, body: MALFORMED };
      },
      rules: [
        { status: [400], text: /^invalid_payload\s*$/, means: "valid", says: "is alive; nothing was posted" },
        { status: [400], text: /^invalid_token\s*$/, means: "invalid", says: "is dead" },
        { status: [403, 404], text: /^[a-z_]{4,40}\s*$/, means: "invalid", says: "is dead" },
        {
          status: [410],
          text: /^channel_is_archived\s*$/,
          means: "restricted",
          says: "is alive, and its channel is archived: nothing can be posted",
        },
      ],
    },
  ],
};

/** A Slack token: the status is 200 whatever the answer is. */
export const SLACK_TOKEN: LiveCheck = {
  what: "token",
  parts: { token: "slack-token" },
  questions: [
    {
      request: ({ parts: { token } }) => ({
        host: "slack.com",
        path: "/api/auth.test",
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
      }),
      rules: [
        { status: [200], has: ["ok"], text: /"ok":\s*true/, means: "valid", says: "is taken" },
        {
          status: [200],
          has: ["ok"],
          text: /"error":\s*"(?:invalid_auth|account_inactive|token_revoked|token_expired|not_authed)"/,
          means: "invalid",
          says: "is not taken by Slack",
        },
        {
          status: [200],
          has: ["ok"],
          text: /"error":\s*"(?:missing_scope|not_allowed_token_type|no_permission)"/,
          means: "restricted",
          says: "is taken, and may not ask about itself",
        },
      ],
      granted: (json, headers) => {
        const told = headers["x-oauth-scopes"];
        return fieldIn(json, "ok") === true && told !== undefined ? told.split(/,\s*/).filter(Boolean) : undefined;
      },
    },
  ],
};
