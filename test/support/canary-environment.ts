const SECRETS = {
  AWS_SECRET_ACCESS_KEY: "aws/canary+0123456789=",
  GITHUB_TOKEN: "ghp_canary0123456789abcdef",
  PGPASSWORD: "pg canary & more",
} as const;

const [configured, dotenv] = ["sk_live_canary0123456789abcdef", "dotenv-canary-0123456789"];

/** Secrets in the environment, in `.devenvrc` and in `.env`, and what must therefore never be told. */
export const ENVIRONMENT = {
  variables: { ...SECRETS, HTTP_PROXY: "http://u:proxy-canary-012345@proxy:3128", NO_PROXY: "localhost,127.0.0.1" },
  configured,
  dotenv,
  canaries: [
    ...Object.values(SECRETS),
    configured,
    dotenv,
    "http://u:proxy-canary-012345@proxy:3128",
    "proxy-canary-012345",
  ],
};
