import type { LiveRequest } from "../live/question.ts";
import { idIn, type KeyMaker, type Managing, textIn } from "./key-maker.ts";

const HOUR_MS = 3_600_000;

/**
 * Jira Cloud: tokens are made by people alone; the user management API of an organization lists those of an account and deletes them.
 * Nothing of a token is shown, so the one that is used can be told only where no other one of that account was ever used.
 */
export const JIRA_TOKENS: KeyMaker = {
  vendor: "Atlassian",
  format: "jira-token",
  admin: {
    variable: "ATLASSIAN_ADMIN_KEY",
    form: /^ATCTT3[\w+/=.-]{20,}$/,
    what: "an API key of the organization (ATCTT3...)",
  },
  needsProject: false,
  ofAccount: true,
  graceMs: HOUR_MS,
  lists: [
    {
      request: (asking) => at(asking, ""),
      page: (json) => {
        if (!Array.isArray(json)) return undefined;
        const keys = json.flatMap((one: unknown) => {
          const [id, used] = [idIn(one, "id"), Date.parse(textIn(one, "lastAccess"))];
          if (id === undefined) return [];
          const isUsed = !Number.isNaN(used);
          return [{ id, name: textIn(one, "label"), lastUsedAtMs: isUsed ? used : 0, mayBe: () => isUsed }];
        });
        return { keys };
      },
    },
  ],
  remove: (asking, id) => ({ ...at(asking, `/${id}`), method: "DELETE" }),
};

const at = ({ admin, account }: Managing, rest: string): LiveRequest => ({
  host: "api.atlassian.com",
  path: `/users/${encodeURIComponent(account)}/manage/api-tokens${rest}`,
  headers: { Authorization: `Bearer ${admin}`, Accept: "application/json" },
});
