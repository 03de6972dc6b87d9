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
