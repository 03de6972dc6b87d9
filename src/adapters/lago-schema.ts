import * as z from "zod/mini";

/** What a team may choose for Lago beyond what every service has keys for (`images`, `ports`, `memory`, `seeds`, `without`). */
export const lago = z.strictObject(
  { allow_standin: z.exactOptional(z.boolean({ error: "true or false" })) },
  { error: "a map of settings" },
);

/** Its keys, for messages. */
export const LAGO_KEYS: readonly string[] = Object.keys(lago.shape);
