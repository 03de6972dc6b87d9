import type { Credential } from "../../domain/credential.ts";
import { keysLikeFields, optional, plainField, secretField } from "./parts.ts";

const FIELDS = [
  secretField("webhook_url", "SLACK_WEBHOOK_URL", "slack-webhook"),
  optional(plainField("channel", "SLACK_CHANNEL", "channel")),
];

/** Slack: the address of an incoming webhook, which is a secret as a whole. */
export const slack: Credential = {
  id: "slack",
  title: "Slack",
  category: "integrations",
  epic: 5,
  status: "Deferred",
  places: {
    path: "third-party/slack",
    aws: "qualisys/integrations/slack-webhook",
    azure: { form: "json", name: "integrations-slack-webhook" },
    kubernetes: { secret: "slack-webhook", keys: keysLikeFields(FIELDS) },
  },
  fields: FIELDS,
  rotation: {
    title: "Slack Webhook",
    frequency: "On compromise",
    next: "N/A",
    owner: "DevOps Lead",
    procedure: "Regenerate webhook URL in Slack App settings",
  },
  quota: {
    title: "Slack Webhooks",
    rate: "1/sec per webhook",
    monthly: "Free",
    control: "Rate limiting",
    limits: { requestsPerSecond: 1 },
  },
  scopes: ["incoming-webhook"],
  documented: true,
  guide: [
    { text: "Create a Slack App from scratch in the company's workspace.", url: "https://api.slack.com/apps" },
    { text: "Enable Incoming Webhooks, and add one to the channel." },
    { text: "Copy the webhook's URL. Whoever has it can post, so the whole URL is a secret.", field: "webhook_url" },
    { text: "The channel it posts to, such as #alerts.", field: "channel" },
  ],
};
