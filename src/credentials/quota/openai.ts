import { jsonOf } from "../live/judge.ts";
import { fieldIn } from "../live/question.ts";
import { atLeast, grouped, headerNumber, type QuotaAsking, type QuotaSource, usd } from "./source.ts";

/** The variable that OpenAI's own programs read an admin key from. */
const ADMIN = { variable: "OPENAI_ADMIN_KEY", form: /^sk-admin-[\w-]{20,}$/ } as const;
const ENFORCED = /^(?:active|enforced|enforcing|enabled)$/i;
const CENTS = 100;

const ofOrganization = (path: (asking: QuotaAsking) => string) => (asking: QuotaAsking) => ({
  host: "api.openai.com",
  path: `/v1/organization${path(asking)}`,
  headers: { Authorization: `Bearer ${asking.parts.admin}` },
});

const inProject = ({ project }: QuotaAsking): string => (project === "" ? "" : `/projects/${project}`);

const amountIn = (json: unknown): number | undefined => {
  const cents = fieldIn(json, "threshold_amount");
  return typeof cents === "number" ? cents / CENTS : undefined;
};

const rowsIn = (json: unknown): readonly unknown[] | undefined => {
  const rows = fieldIn(json, "data");
  return Array.isArray(rows) ? rows : undefined;
};

/** The hard limit: from 2024 until the middle of 2026 the dashboard's was a message and nothing more, so it is asked for. */
const SPEND_LIMIT: QuotaSource = {
  id: "openai",
  what: "spend limit",
  admin: ADMIN,
  requests: [ofOrganization((asking) => `${inProject(asking)}/spend_limit`)],
  read: (answer, { monthlyUsd }) => {
    if (answer.status === 404) return { state: "not enforced", says: "there is no spend limit" };
    const json = jsonOf(answer);
    const amount = amountIn(json);
    if (answer.status !== 200 || amount === undefined) return undefined;
    const told = `${usd(amount)} a month`;
    if (!ENFORCED.test(String(fieldIn(fieldIn(json, "enforcement"), "status"))))
      return { state: "not enforced", says: `${told}, which OpenAI only tells of and does not enforce` };
    if (monthlyUsd === undefined) return { state: "told", says: told };
    if (amount <= monthlyUsd) return { state: "as documented", says: `${told}, enforced` };
    return { state: "differs", says: `${told}, and the table says ${usd(monthlyUsd)}` };
  },
};

const SPEND_ALERTS: QuotaSource = {
  id: "openai",
  what: "spend alerts",
  admin: ADMIN,
  requests: [ofOrganization((asking) => `${inProject(asking)}/spend_alerts`)],
  read: (answer, { alertsUsd = [] }) => {
    const rows = answer.status === 404 ? [] : rowsIn(jsonOf(answer));
    if (rows === undefined || (answer.status !== 200 && answer.status !== 404)) return undefined;
    const set = rows.flatMap((row) => amountIn(row) ?? []);
    const missing = alertsUsd.filter((one) => !set.includes(one));
    if (missing.length === 0) return { state: "as documented", says: `at ${set.map(usd).join(", ")}` };
    return { state: "not enforced", says: `there is no alert at ${missing.map(usd).join(", ")}` };
  },
};

/** The project's limits for the model family of the table. */
const RATE_LIMITS: QuotaSource = {
  id: "openai",
  what: "rate limits",
  admin: ADMIN,
  requests: [
    (asking) =>
      asking.project === ""
        ? "OPENAI_PROJECT_ID names no project"
        : ofOrganization((one) => `${inProject(one)}/rate_limits?limit=100`)(asking),
  ],
  read: (answer, { requestsPerMinute, tokensPerMinute }) => {
    const rows = answer.status === 200 ? rowsIn(jsonOf(answer)) : undefined;
    const family = rows?.filter((row) => /^gpt-4/.test(String(fieldIn(row, "model"))));
    if (family === undefined || family.length === 0) return undefined;
    const most = (name: string) =>
      Math.max(...family.flatMap((row) => (typeof fieldIn(row, name) === "number" ? Number(fieldIn(row, name)) : 0)));
    const requests = atLeast(most("max_requests_per_1_minute"), requestsPerMinute, "requests a minute");
    const tokens = atLeast(most("max_tokens_per_1_minute"), tokensPerMinute, "tokens a minute");
    const worse = [requests, tokens].find(({ state }) => state === "differs");
    return { state: worse?.state ?? requests.state, says: `GPT-4: ${requests.says}; ${tokens.says}` };
  },
};

/** What the key itself is told on every answer. */
const HEADERS: QuotaSource = {
  id: "openai",
  what: "limits of this key",
  parts: { key: "openai-key" },
  requests: [
    ({ parts: { key } }) => ({
      host: "api.openai.com",
      path: "/v1/models",
      headers: { Authorization: `Bearer ${key}` },
    }),
  ],
  read: (answer, { requestsPerMinute }) => {
    if (answer.status !== 200) return undefined;
    const limit = headerNumber(answer, "x-ratelimit-limit-requests");
    if (limit === undefined) return { state: "unknown", says: "OpenAI tells them on answers of models only" };
    const left = headerNumber(answer, "x-ratelimit-remaining-requests");
    const found = atLeast(limit, requestsPerMinute, "requests a minute");
    return left === undefined ? found : { ...found, says: `${found.says}; ${grouped(left)} left` };
  },
};

/** OpenAI: spend limits and alerts, rate limits. */
export const OPENAI_QUOTAS: readonly QuotaSource[] = [SPEND_LIMIT, SPEND_ALERTS, RATE_LIMITS, HEADERS];
