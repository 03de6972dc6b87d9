import { fieldIn, type LiveRequest } from "../live/question.ts";
import { fitsHint, idIn, type KeyMaker, listIn, type Managing, textIn } from "./key-maker.ts";

const HOUR_MS = 3_600_000;
const HEADERS = { "anthropic-version": "2023-06-01", "Content-Type": "application/json" };

/** Anthropic: keys are made in the console alone; the Admin API archives them, which cannot be taken back. */
export const ANTHROPIC_KEYS: KeyMaker = {
  vendor: "Anthropic",
  format: "anthropic-key",
  admin: {
    variable: "ANTHROPIC_ADMIN_KEY",
    form: /^sk-ant-admin[\w-]{20,}$/,
    what: "an admin key (sk-ant-admin01-...)",
  },
  needsProject: false,
  graceMs: HOUR_MS,
  lists: [
    {
      request: (asking) => ask(asking, `?limit=100${asking.after === undefined ? "" : `&after_id=${asking.after}`}`),
      page: (json) => {
        const keys = listIn(json, "data")?.flatMap((one) => {
          const [id, hint] = [idIn(one, "id"), textIn(one, "partial_key_hint")];
          const isOn = textIn(one, "status") === "active";
          if (id === undefined || !isOn) return [];
          return [{ id, name: textIn(one, "name"), mayBe: (value: string) => fitsHint(hint, value) }];
        });
        if (keys === undefined) return undefined;
        const after = fieldIn(json, "has_more") === true ? idIn(json, "last_id") : undefined;
        return { keys, ...(after !== undefined && { after }) };
      },
    },
  ],
  remove: (asking, id) => ({
    ...{ ...ask(asking, `/${id}`), method: "POST" },
    body: JSON.stringify({ status: "archived" }),
  }),
};

const ask = ({ admin }: Managing, rest: string): LiveRequest => ({
  host: "api.anthropic.com",
  path: `/v1/organizations/api_keys${rest}`,
  headers: { ...HEADERS, "x-api-key": admin },
});
