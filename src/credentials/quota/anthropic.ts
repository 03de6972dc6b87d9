import { jsonOf } from "../live/judge.ts";
import { fieldIn } from "../live/question.ts";
import { atLeast, grouped, headerNumber, type QuotaSource, usd } from "./source.ts";

const VERSION = { "anthropic-version": "2023-06-01" };
const CENTS = 100;

/** The sum of a cost report, whose amounts are decimal texts of cents. */
function spentIn(json: unknown): number | undefined {
  const days = fieldIn(json, "data");
  if (!Array.isArray(days)) return undefined;
  const amounts = days.flatMap((day) => {
    const results = fieldIn(day, "results");
    return Array.isArray(results) ? results.map((one) => Number(fieldIn(one, "amount"))) : [];
  });
  const cents = amounts.reduce((sum, one) => sum + one, 0);
  return Number.isFinite(cents) ? cents / CENTS : undefined;
}

/** What was spent since the month began: a budget is only a figure that somebody watches. */
const COSTS: QuotaSource = {
  id: "anthropic",
  what: "spent this month",
  admin: { variable: "ANTHROPIC_ADMIN_KEY", form: /^sk-ant-admin[\w-]{20,}$/ },
  requests: [
    ({ parts: { admin = "" }, monthStart }) => ({
      host: "api.anthropic.com",
      path: `/v1/organizations/cost_report?starting_at=${encodeURIComponent(monthStart)}&limit=31`,
      headers: { ...VERSION, "x-api-key": admin },
    }),
  ],
  read: (answer, { monthlyUsd }) => {
    const spent = answer.status === 200 ? spentIn(jsonOf(answer)) : undefined;
    if (spent === undefined) return undefined;
    if (monthlyUsd === undefined) return { state: "told", says: usd(spent) };
    const of = `${usd(spent)} of ${usd(monthlyUsd)}`;
    if (spent <= monthlyUsd) return { state: "as documented", says: `${of}; the budget is no limit of Anthropic's` };
    return { state: "not enforced", says: `${of}: the budget is exceeded` };
  },
};

const HEADERS: QuotaSource = {
  id: "anthropic",
  what: "limits of this key",
  parts: { key: "anthropic-key" },
  requests: [
    ({ parts: { key = "" } }) => ({
      host: "api.anthropic.com",
      path: "/v1/models",
      headers: { ...VERSION, "x-api-key": key },
    }),
  ],
  read: (answer, { requestsPerMinute }) => {
    if (answer.status !== 200) return undefined;
    const limit = headerNumber(answer, "anthropic-ratelimit-requests-limit");
    if (limit === undefined) return { state: "unknown", says: "Anthropic tells them on answers of models only" };
    const left = headerNumber(answer, "anthropic-ratelimit-requests-remaining");
    const found = atLeast(limit, requestsPerMinute, "requests a minute");
    return left === undefined ? found : { ...found, says: `${found.says}; ${grouped(left)} left` };
  },
};

/** Anthropic: what was spent, and the limits of the key. */
export const ANTHROPIC_QUOTAS: readonly QuotaSource[] = [COSTS, HEADERS];
