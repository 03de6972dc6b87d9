import type { Credential, GuideStep } from "../../domain/credential.ts";
import type { FieldFormat } from "../../domain/credential-format.ts";
import { ANTHROPIC_KEYS } from "./anthropic.ts";
import { JIRA_TOKENS } from "./jira.ts";
import type { KeyMaker } from "./key-maker.ts";
import { OPENAI_KEYS } from "./openai.ts";
import { SENDGRID_KEYS } from "./sendgrid.ts";

/** Every vendor whose keys are managed through an API. */
const KEY_MAKERS: readonly KeyMaker[] = [OPENAI_KEYS, SENDGRID_KEYS, ANTHROPIC_KEYS, JIRA_TOKENS];

/** The vendor of a credential, and the field whose value its API makes. */
export function keyMakerOf({ fields }: Credential): { readonly maker: KeyMaker; readonly field: string } | undefined {
  for (const maker of KEY_MAKERS) {
    const field = fields.find(({ format }) => format === maker.format);
    if (field !== undefined) return { maker, field: field.name };
  }
  return undefined;
}

/** What a person does at a vendor, by the form of the field that is replaced. */
interface ByHand {
  readonly format: FieldFormat;
  /** What makes another one beside the old one, where the way to the first one is another. */
  readonly make?: readonly GuideStep[];
  readonly revoke: readonly GuideStep[];
}

const step = (text: string, url?: string): GuideStep => ({ text, ...(url !== undefined && { url }) });

const OPENAI_PROJECTS = "https://platform.openai.com/settings/organization/projects";
const GOOGLE_CLIENTS = "https://console.cloud.google.com/auth/clients";
const GITHUB_APPS = "https://github.com/settings/apps";

/** What is clicked where no API does it (facts of each vendor's console). */
const BY_HAND: readonly ByHand[] = [
  {
    format: "openai-key",
    revoke: [
      step("Open the project, then Service accounts, and delete the account that owns the old key.", OPENAI_PROJECTS),
    ],
  },
  {
    format: "anthropic-key",
    revoke: [step("Open the menu of the old key and choose Archive.", "https://platform.claude.com/settings/keys")],
  },
  {
    format: "sendgrid-key",
    revoke: [step("Open the menu of the old key and choose Delete.", "https://app.sendgrid.com/settings/api_keys")],
  },
  {
    format: "google-client-secret",
    make: [
      step("Open the client and choose Add secret: two may hold at once. Copy it, it is shown once.", GOOGLE_CLIENTS),
    ],
    revoke: [step("Open the client, choose Disable beside the old secret, then Delete.", GOOGLE_CLIENTS)],
  },
  {
    format: "rsa-private-key",
    make: [
      step("Open the App, then Private keys, and choose Generate a private key: the file is downloaded.", GITHUB_APPS),
    ],
    revoke: [step("Open the App, then Private keys, and choose Delete beside the old key.", GITHUB_APPS)],
  },
  {
    format: "jira-token",
    make: [
      step(
        "Choose Create API token with scopes, and let it end in a year at most. Copy it, it is shown once.",
        "https://id.atlassian.com/manage-profile/security/api-tokens",
      ),
    ],
    revoke: [
      step("Choose Revoke beside the old token.", "https://id.atlassian.com/manage-profile/security/api-tokens"),
    ],
  },
  {
    format: "slack-webhook",
    make: [
      step(
        "Open the App, then Incoming Webhooks, and choose Add New Webhook to Workspace.",
        "https://api.slack.com/apps",
      ),
    ],
    revoke: [step("Open Incoming Webhooks and choose Remove beside the old URL.", "https://api.slack.com/apps")],
  },
];

/** What a person replaces of a credential, and what is clicked for it. */
export interface HandRotation {
  /** The fields that get new values. */
  readonly fields: readonly string[];
  readonly make: readonly GuideStep[];
  readonly revoke: readonly GuideStep[];
}

/** The way by hand. A credential of no known vendor takes its own guide, and every secret field is replaced. */
export function handRotationOf({ title, fields, guide }: Credential): HandRotation {
  for (const { format, make, revoke } of BY_HAND) {
    const field = fields.find((one) => one.format === format);
    if (field === undefined) continue;
    return { fields: [field.name], make: make ?? guide.filter((one) => one.field === field.name), revoke };
  }
  return {
    fields: fields.filter(({ secret, optional }) => secret && !optional).map(({ name }) => name),
    make: guide,
    revoke: [step(`Revoke the old value of ${title} where it was made.`)],
  };
}
