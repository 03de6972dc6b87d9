import { jsonOf } from "../live/judge.ts";
import { fieldIn } from "../live/question.ts";
import { atLeast, grouped, type QuotaAsking, type QuotaSource } from "./source.ts";

const GITHUB = { Accept: "application/vnd.github+json", "User-Agent": "avb", "X-GitHub-Api-Version": "2022-11-28" };

const github = (path: string, token: string | undefined) => ({
  host: "api.github.com",
  path,
  headers: { ...GITHUB, Authorization: `Bearer ${token}` },
});

/** The number of a field; undefined for everything else. */
const numberIn = (json: unknown, name: string): number | undefined => {
  const value = fieldIn(json, name);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
};

const tokenIn = ({ before }: QuotaAsking): string | undefined => {
  const token = before.map((json) => fieldIn(json, "token")).find((one) => typeof one === "string");
  return typeof token === "string" ? token : undefined;
};

/** GitHub tells an installation's limit to that installation's token alone: one of an hour is asked for and given back. */
export const GITHUB_QUOTA: QuotaSource = {
  id: "github-app",
  what: "rate limit of the first installation",
  parts: { id: "github-app-id", key: "rsa-private-key" },
  signs: { issuer: "id", key: "key" },
  requests: [
    ({ parts: { token } }) => github("/app/installations?per_page=1", token),
    ({ parts: { token }, before: [installations] }) => {
      const id = Array.isArray(installations) ? numberIn(installations[0], "id") : undefined;
      if (id === undefined) return "the App is installed nowhere";
      const body = JSON.stringify({ permissions: { metadata: "read" } });
      return { ...github(`/app/installations/${id}/access_tokens`, token), method: "POST", body };
    },
    (asking) => {
      const token = tokenIn(asking);
      return token === undefined ? "GitHub gave no token for the installation" : github("/rate_limit", token);
    },
  ],
  after: (asking) => {
    const token = tokenIn(asking);
    return token === undefined ? undefined : { ...github("/installation/token", token), method: "DELETE" };
  },
  read: (answer, { requestsPerHour }) => {
    const core = answer.status === 200 ? fieldIn(fieldIn(jsonOf(answer), "resources"), "core") : undefined;
    const [limit, left] = [numberIn(core, "limit"), numberIn(core, "remaining")];
    if (limit === undefined || left === undefined) return undefined;
    const found = atLeast(limit, requestsPerHour, "requests an hour");
    return { ...found, says: `${found.says}; ${grouped(left)} left` };
  },
};

/** SendGrid: what the plan gives and what of it is left. A key that may send mail alone may not ask. */
export const SENDGRID_QUOTA: QuotaSource = {
  id: "sendgrid",
  what: "messages of the plan",
  parts: { key: "sendgrid-key" },
  admin: { variable: "SENDGRID_ADMIN_KEY", form: /^SG\.[\w-]{16,}\.[\w-]{16,}$/ },
  orKey: "key",
  requests: [
    ({ parts: { key, admin = key } }) => ({
      host: "api.sendgrid.com",
      path: "/v3/user/credits",
      headers: { Authorization: `Bearer ${admin}` },
    }),
  ],
  read: (answer, { messagesPerMonthPaid }) => {
    const json = answer.status === 200 ? jsonOf(answer) : undefined;
    const [total, left] = [numberIn(json, "total"), numberIn(json, "remain")];
    if (total === undefined || left === undefined) return undefined;
    const found = atLeast(total, messagesPerMonthPaid, "messages a period");
    return { ...found, says: `${found.says}; ${grouped(left)} left` };
  },
};
