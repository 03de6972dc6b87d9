import { GOOGLE_REDIRECTS } from "../catalogue/google-oauth.ts";
import type { LiveCheck } from "./question.ts";

/** No code of Google's: a client that is known gets `invalid_grant` for it (RFC 6749, 5.2). */
const NO_CODE = "avb-check";

/** Google: a code that cannot be redeemed. Only a known client with the right secret is told that the code is wrong. */
export const GOOGLE: LiveCheck = {
  what: "OAuth client",
  parts: { id: "google-client-id", secret: "google-client-secret" },
  questions: [
    {
      request: ({ parts: { id = "", secret = "" }, environment }) => ({
        host: "oauth2.googleapis.com",
        path: "/token",
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: formOf({
          grant_type: "authorization_code",
          code: NO_CODE,
          client_id: id,
          client_secret: secret,
          redirect_uri: GOOGLE_REDIRECTS[environment],
        }),
      }),
      rules: [
        { status: [400], has: ["error"], text: /"invalid_grant"/, means: "valid", says: "is known with this secret" },
        {
          status: [400, 401],
          has: ["error"],
          text: /"invalid_client"/,
          means: "invalid",
          says: "is not known with this secret",
        },
        {
          status: [400, 401],
          has: ["error"],
          text: /"redirect_uri_mismatch"/,
          means: "valid",
          says: "is known; this environment's redirect URI is not registered",
          missing: ["redirect URI"],
        },
        {
          status: [400, 401, 403],
          has: ["error"],
          text: /"unauthorized_client"/,
          means: "restricted",
          says: "is known, and may not redeem codes",
        },
      ],
    },
  ],
};

const formOf = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
