import { ANTHROPIC_QUOTAS } from "./anthropic.ts";
import { OPENAI_QUOTAS } from "./openai.ts";
import { GITHUB_QUOTA, SENDGRID_QUOTA } from "./others.ts";
import type { QuotaSource } from "./source.ts";

/** Every figure of the quota table that an API tells. */
export const QUOTA_SOURCES: readonly QuotaSource[] = [
  ...OPENAI_QUOTAS,
  ...ANTHROPIC_QUOTAS,
  SENDGRID_QUOTA,
  GITHUB_QUOTA,
];
