import { fieldIn, type LiveCheck } from "./question.ts";

/** GitHub refuses requests without a User-Agent. */
const HEADERS = { Accept: "application/vnd.github+json", "User-Agent": "avb", "X-GitHub-Api-Version": "2022-11-28" };

/** A GitHub App: `GET /app` with a token that its private key signs. */
export const GITHUB_APP: LiveCheck = {
  what: "App ID and private key",
  parts: { id: "github-app-id", key: "rsa-private-key" },
  signs: { issuer: "id", key: "key" },
  implied: ["metadata:read"],
  questions: [
    {
      request: ({ token }) => ({
        host: "api.github.com",
        path: "/app",
        headers: { ...HEADERS, Authorization: `Bearer ${token}` },
      }),
      rules: [
        { status: [200], has: ["permissions", "id"], means: "valid", says: "belong together" },
        {
          status: [401],
          has: ["message"],
          text: /too far in the future|'Issued at'|\(iat\)/i,
          means: "indeterminate",
          says: "were not judged: this machine's clock differs from GitHub's",
        },
        { status: [401], has: ["message"], means: "invalid", says: "do not belong together" },
        {
          status: [404],
          has: ["message"],
          text: /integration not found/i,
          means: "invalid",
          says: "name an App that is not there",
        },
      ],
      granted: (json) => {
        const permissions = fieldIn(json, "permissions");
        return permissions instanceof Object
          ? Object.entries(permissions).map(([name, level]) => `${name}:${level}`)
          : undefined;
      },
    },
  ],
};

/** The OAuth client of a GitHub App: a code that cannot be redeemed. The status is 200 whatever the answer is. */
export const GITHUB_CLIENT: LiveCheck = {
  what: "client secret",
  parts: { id: "github-client-id", secret: "github-client-secret" },
  questions: [
    {
      request: ({ parts: { id, secret } }) => ({
        host: "github.com",
        path: "/login/oauth/access_token",
        method: "POST",
        headers: { ...HEADERS, Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify({ client_id: id, client_secret: secret, code: "avb-check" }),
      }),
      rules: [
        {
          status: [200],
          has: ["error"],
          text: /"bad_verification_code"/,
          means: "valid",
          says: "is that of the client id",
        },
        {
          status: [200, 401, 404],
          has: ["error"],
          text: /"(?:incorrect_client_credentials|Not Found)"/,
          means: "invalid",
          says: "is not that of the client id",
        },
      ],
    },
  ],
};
