import * as z from "zod/mini";

const MOUNT = "a path of a-z, 0-9, '-', '_' and '/', such as secret";
const TOKEN = "'generated', or an id of letters, digits and . _ -";
const PART = "[a-z0-9][a-z0-9_-]*";

/** What a team may choose for the Vault of live mode: where secrets are mounted, and the development token's id. */
export const vault = z.strictObject(
  {
    mount: z.exactOptional(
      z.string({ error: MOUNT }).check(z.regex(new RegExp(`^(?=.{1,64}$)${PART}(?:/${PART})*$`), { error: MOUNT })),
    ),
    token: z.exactOptional(z.string({ error: TOKEN }).check(z.regex(/^[A-Za-z0-9._-]{1,128}$/, { error: TOKEN }))),
  },
  { error: "a map of settings" },
);

/** Its keys, for messages. */
export const VAULT_KEYS: readonly string[] = Object.keys(vault.shape);
