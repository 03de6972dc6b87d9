import type { Credential } from "../../domain/credential.ts";
import { GITHUB_APP, GITHUB_CLIENT } from "./github.ts";
import { GOOGLE } from "./google.ts";
import { JIRA } from "./jira.ts";
import { ANTHROPIC, OPENAI } from "./models.ts";
import { PAYPAL, PAYPAL_WEBHOOK } from "./paypal.ts";
import type { LiveCheck } from "./question.ts";
import { SENDGRID, SENDGRID_DOMAIN } from "./sendgrid.ts";
import { SLACK_TOKEN, SLACK_WEBHOOK } from "./slack.ts";

/** Every way to ask a vendor about a credential. */
export const LIVE_CHECKS: readonly LiveCheck[] = [
  ...[OPENAI, ANTHROPIC, GOOGLE, SENDGRID, SENDGRID_DOMAIN, GITHUB_APP, GITHUB_CLIENT, JIRA],
  ...[SLACK_WEBHOOK, SLACK_TOKEN, PAYPAL, PAYPAL_WEBHOOK],
];

/** A check, and the credential's field for each of its parts. */
export interface FittingCheck {
  readonly check: LiveCheck;
  readonly fields: Readonly<Record<string, string>>;
}

/** The checks that a credential has the fields for. */
export const checksFor = ({ fields }: Credential): readonly FittingCheck[] =>
  LIVE_CHECKS.flatMap((check) => {
    const found = Object.entries(check.parts).map(
      ([part, format]) => [part, fields.find((field) => field.format === format)?.name ?? ""] as const,
    );
    return found.some(([, name]) => name === "") ? [] : [{ check, fields: Object.fromEntries(found) }];
  });
