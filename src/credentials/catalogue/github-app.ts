import type { Credential } from "../../domain/credential.ts";
import { keysLikeFields, plainField, secretField } from "./parts.ts";

const FIELDS = [
  plainField("app_id", "GITHUB_APP_ID", "github-app-id"),
  plainField("client_id", "GITHUB_APP_CLIENT_ID", "github-client-id"),
  secretField("client_secret", "GITHUB_APP_CLIENT_SECRET", "github-client-secret"),
  secretField("private_key", "GITHUB_APP_PRIVATE_KEY", "rsa-private-key"),
  secretField("webhook_secret", "GITHUB_APP_WEBHOOK_SECRET", "long-secret"),
];

/** GitHub: an App that reads code and writes pull requests, statuses and checks. */
export const githubApp: Credential = {
  id: "github-app",
  title: "GitHub App",
  category: "integrations",
  epic: 3,
  status: "Placeholder",
  places: {
    path: "third-party/github-app",
    aws: "qualisys/integrations/github-app",
    azure: { form: "json", name: "integrations-github-app" },
    kubernetes: { secret: "github-app", keys: keysLikeFields(FIELDS) },
  },
  fields: FIELDS,
  rotation: {
    title: "GitHub App",
    frequency: "Yearly",
    next: "2027-01-01",
    owner: "DevOps Lead",
    procedure: "Regenerate private key, update secret store",
  },
  quota: {
    title: "GitHub API",
    rate: "5,000/hr per installation",
    monthly: "Free",
    control: "N/A",
    limits: { requestsPerHour: 5000 },
  },
  scopes: ["contents:read", "pull_requests:write", "statuses:write", "checks:write", "members:read"],
  documented: true,
  guide: [
    {
      text: "GitHub, Settings, Developer settings, GitHub Apps, New GitHub App.",
      url: "https://github.com/settings/apps/new",
    },
    {
      text: "Configure it.",
      details: [
        "Name: `QUALISYS Integration`",
        "Homepage: `https://qualisys.io`",
        "Webhook URL: `https://api.qualisys.io/webhooks/github`",
      ],
    },
    {
      text: "Give it a webhook secret of at least 32 random characters.",
      details: ["openssl rand -hex 32"],
      field: "webhook_secret",
    },
    {
      text: "Set its permissions, and no more.",
      details: [
        "Repository: Contents (Read), Pull Requests (R+W), Commit Statuses (R+W), Checks (R+W)",
        "Organization: Members (Read)",
      ],
    },
    { text: "Create the App. Its page names the App ID.", field: "app_id" },
    { text: "The same page names the Client ID.", field: "client_id" },
    { text: "Generate a new client secret and copy it: it is shown once.", field: "client_secret" },
    {
      text: "Generate a private key: the browser downloads a .pem file.",
      details: ["An App may have 25 keys, and none of them expires by itself."],
      field: "private_key",
    },
  ],
  corrections: [
    {
      table: "quotas",
      column: "Rate Limit",
      now: "5,000/hr per installation, growing with its repositories and users up to 12,500/hr",
      because: "GitHub adds 50 an hour for each repository and user above 20",
    },
  ],
};
