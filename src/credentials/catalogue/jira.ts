import type { Credential } from "../../domain/credential.ts";
import { keysLikeFields, plainField, secretField } from "./parts.ts";

const FIELDS = [
  plainField("email", "JIRA_EMAIL", "email"),
  secretField("api_token", "JIRA_API_TOKEN", "jira-token"),
  plainField("base_url", "JIRA_BASE_URL", "https-url"),
];

/** Jira Cloud: an API token of a service account. */
export const jira: Credential = {
  id: "jira",
  title: "Jira",
  category: "integrations",
  epic: 5,
  status: "Deferred",
  places: {
    path: "third-party/jira",
    aws: "qualisys/integrations/jira",
    azure: { form: "json", name: "integrations-jira-api-token" },
    kubernetes: { secret: "jira-api-token", keys: keysLikeFields(FIELDS) },
  },
  fields: FIELDS,
  rotation: {
    title: "Jira Token",
    frequency: "Yearly",
    next: "2027-01-01",
    owner: "DevOps Lead",
    procedure: "Regenerate API token in Atlassian account",
    longestDays: 365,
  },
  quota: {
    title: "Jira API",
    rate: "100/min per user",
    monthly: "Free (Cloud)",
    control: "N/A",
    limits: { requestsPerMinute: 100 },
  },
  documented: true,
  guide: [
    {
      text: "Create a Jira service account, or sign in as it, and note its e-mail address.",
      url: "https://admin.atlassian.com",
      field: "email",
    },
    {
      text: "Create an API token for it that expires in at most 365 days, and copy it.",
      details: ["A token with scopes works at https://api.atlassian.com/ex/jira/CLOUD_ID alone, not at the site."],
      url: "https://id.atlassian.com/manage-profile/security/api-tokens",
      was: "Create Jira service account with API token",
      because: "tokens expire after a year at most; those made before that rule died between March and May 2026",
      field: "api_token",
    },
    { text: "The site's address, such as https://qualisys.atlassian.net.", field: "base_url" },
  ],
  corrections: [
    {
      table: "rotation",
      column: "Procedure",
      now: "Create a new API token of at most 365 days, update the store, revoke the old one",
      because: "tokens die by themselves after a year at most, so a missed date is an outage",
    },
    {
      table: "quotas",
      column: "Rate Limit",
      now: "burst limits, told by the answer's RateLimit-Reason and Retry-After",
      because: "the limits by points do not count requests made with API tokens",
    },
  ],
};
