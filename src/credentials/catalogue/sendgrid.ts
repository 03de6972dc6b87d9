import type { Credential } from "../../domain/credential.ts";
import { secretField } from "./parts.ts";

/** SendGrid: an API key that may send mail and nothing else. */
export const sendgrid: Credential = {
  id: "sendgrid",
  title: "SendGrid",
  category: "email",
  epic: 1,
  status: "Placeholder",
  places: {
    path: "third-party/sendgrid",
    aws: "qualisys/email/sendgrid",
    azure: { form: "split", names: { api_key: "email-sendgrid-api-key" } },
    kubernetes: { secret: "sendgrid-api-key", keys: { api_key: "api-key" } },
  },
  fields: [secretField("api_key", "SENDGRID_API_KEY", "sendgrid-key")],
  rotation: {
    title: "SendGrid",
    frequency: "Yearly",
    next: "2027-01-01",
    owner: "DevOps Lead",
    procedure: "Regenerate API key in SendGrid, update secret store",
  },
  quota: {
    title: "SendGrid",
    rate: "100/day (free) / 100K/mo (paid)",
    monthly: "$19.95/mo (Essentials)",
    control: "Plan limit",
    limits: { messagesPerDayFree: 100, messagesPerMonthPaid: 100_000, monthlyUsd: 19.95, monthlyKind: "plan" },
  },
  costs: { text: "Monitor usage", url: "https://app.sendgrid.com/statistics" },
  scopes: ["mail.send"],
  documented: true,
  guide: [
    { text: "Create an account, or sign in to the one there is.", url: "https://sendgrid.com" },
    {
      text: "Start with the trial, and move to Essentials for production.",
      was: "Start with free tier (100 emails/day), upgrade to Essentials for production",
      because: "the free tier ended on 2025-03-25; a trial of 60 days took its place",
    },
    {
      text: "Verify the sender domain `qualisys.io`: add its CNAME and TXT records.",
      url: "https://app.sendgrid.com/settings/sender_auth",
    },
    {
      text: "Generate an API key named `qualisys-production` with restricted access: Mail Send (Full Access), all else off.",
      details: ["A key that is made through the API without scopes has full access."],
      url: "https://app.sendgrid.com/settings/api_keys",
      field: "api_key",
    },
  ],
  corrections: [
    {
      table: "quotas",
      column: "Rate Limit",
      now: "100/day for a trial of 60 days / 100K/mo (paid)",
      because: "the free tier ended on 2025-03-25",
    },
  ],
};
