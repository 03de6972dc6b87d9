import type { Credential } from "../../domain/credential.ts";
import { secretField } from "./parts.ts";

const API_KEY = secretField("api_key", "OPENAI_API_KEY", "openai-key");

/** OpenAI: one key per project, best owned by a service account. */
export const openai: Credential = {
  id: "openai",
  title: "OpenAI",
  category: "llm",
  epic: 2,
  status: "Placeholder",
  places: {
    path: "third-party/openai",
    aws: "qualisys/llm/openai",
    azure: { form: "split", names: { api_key: "llm-openai-api-key" } },
    kubernetes: { secret: "openai-api-key", keys: { api_key: "api-key" } },
  },
  fields: [API_KEY],
  rotation: {
    title: "OpenAI",
    frequency: "Quarterly",
    next: "2026-07-01",
    owner: "DevOps Lead",
    procedure: "Regenerate key in OpenAI dashboard, update secret store",
  },
  quota: {
    title: "OpenAI GPT-4",
    rate: "10,000 RPM / 300,000 TPM",
    monthly: "$200 hard limit",
    control: "Billing alerts at $50, $100, $200",
    limits: {
      requestsPerMinute: 10_000,
      tokensPerMinute: 300_000,
      monthlyUsd: 200,
      monthlyKind: "hard",
      alertsUsd: [50, 100, 200],
    },
  },
  costs: {
    text: "Configure billing alerts",
    url: "https://platform.openai.com/account/billing",
    now: "https://platform.openai.com/settings/organization/limits",
  },
  scopes: ["model.request", "api.responses.write"],
  documented: true,
  guide: [
    { text: "Create an organization account, or sign in to the one there is.", url: "https://platform.openai.com" },
    { text: "Sign up with the company's e-mail address, not a personal one." },
    { text: "Name the organization `QUALISYS`." },
    {
      text: "Create a project and in it a service account named `qualisys-production`; copy its key.",
      details: ["Restrict the key to the scopes `model.request` and `api.responses.write`."],
      url: "https://platform.openai.com/settings/organization/projects",
      was: "Generate API key, name `qualisys-production`",
      because:
        "a service account's key belongs to nobody who can leave, and is revoked by deleting the account: one account for each key",
      field: "api_key",
    },
    {
      text: "Set the limits of what may be spent.",
      details: ["Soft limit: $50, an e-mail warns.", "Hard limit: $200, requests are refused."],
      url: "https://platform.openai.com/settings/organization/limits",
      was: "Configure billing: soft limit $50, hard limit $200",
      because:
        "from 2024 until the middle of 2026 the hard limit of the dashboard only sent a message: see that it is enforced",
    },
  ],
  corrections: [
    {
      table: "quotas",
      column: "Monthly Quota",
      now: "$200 hard limit, if the project's spend limit says it is enforced",
      because: "between 2024 and the middle of 2026 the dashboard's hard limit was a notification",
    },
    {
      table: "rotation",
      column: "Procedure",
      now: "Create a service account with a new key, update the store, delete the old service account",
      because: "a key that a service account owns cannot be deleted by itself",
    },
  ],
};
