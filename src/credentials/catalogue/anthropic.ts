import type { Credential } from "../../domain/credential.ts";
import { secretField } from "./parts.ts";

/** Anthropic: keys are made in the console alone, and switched off there or through the Admin API. */
export const anthropic: Credential = {
  id: "anthropic",
  title: "Anthropic",
  category: "llm",
  epic: 2,
  status: "Placeholder",
  places: {
    path: "third-party/anthropic",
    aws: "qualisys/llm/anthropic",
    azure: { form: "split", names: { api_key: "llm-anthropic-api-key" } },
    kubernetes: { secret: "anthropic-api-key", keys: { api_key: "api-key" } },
  },
  fields: [secretField("api_key", "ANTHROPIC_API_KEY", "anthropic-key")],
  rotation: {
    title: "Anthropic",
    frequency: "Quarterly",
    next: "2026-07-01",
    owner: "DevOps Lead",
    procedure: "Regenerate key in Anthropic console, update secret store",
  },
  quota: {
    title: "Anthropic Claude",
    rate: "4,000 RPM",
    monthly: "$200 budget",
    control: "Billing alerts configured",
    limits: { requestsPerMinute: 4000, monthlyUsd: 200, monthlyKind: "budget" },
  },
  costs: {
    text: "Configure usage alerts",
    url: "https://console.anthropic.com/settings/billing",
    now: "https://platform.claude.com/settings/billing",
  },
  documented: true,
  guide: [
    {
      text: "Create an account, or sign in to the one there is.",
      url: "https://platform.claude.com",
      was: "Create account at https://console.anthropic.com",
      because: "the console has moved",
    },
    { text: "Sign up with the company's e-mail address." },
    { text: "Complete the verification of the organization." },
    {
      text: "Generate an API key named `qualisys-production` and copy it: it is shown once.",
      url: "https://platform.claude.com/settings/keys",
      field: "api_key",
    },
    { text: "Set billing alerts for a budget of $200.", url: "https://platform.claude.com/settings/billing" },
  ],
  corrections: [
    {
      table: "rotation",
      column: "Procedure",
      now: "Create a key in the console at platform.claude.com, update the store, set the old key inactive",
      because: "there is no API that creates keys; the Admin API switches them off",
    },
  ],
};
