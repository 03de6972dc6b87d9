import type { Credential } from "../domain/credential.ts";
import { anthropic } from "./catalogue/anthropic.ts";
import { githubApp } from "./catalogue/github-app.ts";
import { googleOauth } from "./catalogue/google-oauth.ts";
import { database, redis } from "./catalogue/infrastructure.ts";
import { jira } from "./catalogue/jira.ts";
import { jwt } from "./catalogue/jwt.ts";
import { openai } from "./catalogue/openai.ts";
import { paypalLive, paypalSandbox } from "./catalogue/paypal.ts";
import { sendgrid } from "./catalogue/sendgrid.ts";
import { slack } from "./catalogue/slack.ts";

/** Every third-party credential that avb knows, in the order of the document's inventory; what it does not have follows. */
export const CREDENTIALS: readonly Credential[] = [
  openai,
  anthropic,
  googleOauth,
  sendgrid,
  githubApp,
  jira,
  slack,
  jwt,
  database,
  redis,
  paypalSandbox,
  paypalLive,
];

/** The rows of the rotation table and of the quota table, in the document's order. */
export const DOCUMENTED_ROTATION = [openai, anthropic, googleOauth, sendgrid, githubApp, slack, jira, jwt, database];

/** The rows of the quota table, in the document's order. */
export const DOCUMENTED_QUOTAS = [openai, anthropic, sendgrid, googleOauth, githubApp, jira, slack];
