import { fieldIn, type LiveCheck } from "./question.ts";

/** SendGrid: the scopes of the key. 403 is the answer to a key that is good and may not even ask. */
export const SENDGRID: LiveCheck = {
  what: "API key",
  parts: { key: "sendgrid-key" },
  implied: ["2fa_required", "sender_verification_eligible", "sender_verification_exempt"],
  questions: [
    {
      request: ({ parts: { key } }) => ({
        host: "api.sendgrid.com",
        path: "/v3/scopes",
        headers: { Authorization: `Bearer ${key}` },
      }),
      rules: [
        { status: [200], has: ["scopes"], means: "valid", says: "is taken" },
        { status: [401], has: ["errors"], means: "invalid", says: "is not known to SendGrid" },
        { status: [403], has: ["errors"], means: "restricted", says: "is taken, and may not read its own scopes" },
      ],
      granted: (json) => {
        const scopes = fieldIn(json, "scopes");
        return Array.isArray(scopes) ? scopes.filter((one) => typeof one === "string") : undefined;
      },
    },
  ],
};

/** The domain that mail is sent from (the guide's third step). */
const DOMAIN = "qualisys.io";

/** The entries of that domain in SendGrid's list. */
const entriesIn = (json: unknown): readonly unknown[] =>
  Array.isArray(json) ? json.filter((one) => fieldIn(one, "domain") === DOMAIN) : [];

/** SendGrid: whether the sender's domain is authenticated. A key that may send mail alone is not told. */
export const SENDGRID_DOMAIN: LiveCheck = {
  what: `domain ${DOMAIN}`,
  parts: { key: "sendgrid-key" },
  besides: true,
  questions: [
    {
      request: ({ parts: { key } }) => ({
        host: "api.sendgrid.com",
        path: "/v3/whitelabel/domains",
        headers: { Authorization: `Bearer ${key}` },
      }),
      rules: [
        {
          ...{ status: [200], means: "valid", says: "is authenticated" },
          holds: (json) => entriesIn(json).some((one) => fieldIn(one, "valid") === true),
        },
        {
          ...{ status: [200], means: "valid", says: "is not authenticated: its CNAME records are missing" },
          holds: (json) => entriesIn(json).length > 0,
          missing: ["valid DNS records"],
        },
        {
          ...{ status: [200], means: "valid", says: "is not among the authenticated domains" },
          holds: Array.isArray,
          missing: ["domain authentication"],
        },
        { status: [401], has: ["errors"], means: "invalid", says: "was not told: the key is not known to SendGrid" },
        {
          ...{ status: [403], has: ["errors"], means: "restricted" },
          says: "was not told: the key may not read domains, and need not",
        },
      ],
    },
  ],
};
