import type { LiveRequest } from "../live/question.ts";
import { idIn, type KeyMaker, listIn, type Managing, textIn } from "./key-maker.ts";

const HOUR_MS = 3_600_000;

/** SendGrid: a key without scopes would have full access, so none is made without. The middle of a key is its id. */
export const SENDGRID_KEYS: KeyMaker = {
  vendor: "SendGrid",
  format: "sendgrid-key",
  admin: {
    variable: "SENDGRID_ADMIN_KEY",
    form: /^SG\.[\w-]{16,}\.[\w-]{16,}$/,
    what: "a key with api_keys.create, api_keys.read and api_keys.delete",
  },
  needsProject: false,
  graceMs: HOUR_MS,
  create: [
    (asking) => ({
      ...{ ...keys(asking), method: "POST" },
      headers: { Authorization: `Bearer ${asking.admin}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: asking.name, scopes: asking.scopes.length > 0 ? asking.scopes : ["mail.send"] }),
    }),
  ],
  made: ([key]) => {
    const [id, value] = [idIn(key, "api_key_id"), textIn(key, "api_key")];
    return id === undefined || value === "" ? undefined : { id, value };
  },
  lists: [
    {
      request: keys,
      page: (json) => {
        const found = listIn(json, "result")?.flatMap((one) => {
          const id = idIn(one, "api_key_id");
          return id === undefined
            ? []
            : [{ id, name: textIn(one, "name"), mayBe: (value: string) => value.split(".")[1] === id }];
        });
        return found && { keys: found };
      },
    },
  ],
  remove: (asking, id) => ({ ...keys(asking), path: `/v3/api_keys/${id}`, method: "DELETE" }),
};

function keys({ admin }: Managing): LiveRequest {
  return { host: "api.sendgrid.com", path: "/v3/api_keys", headers: { Authorization: `Bearer ${admin}` } };
}
