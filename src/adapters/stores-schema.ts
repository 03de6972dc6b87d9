import * as z from "zod/mini";
import { STORE_IDS } from "../domain/credential-store.ts";
import { DEVELOPMENT } from "../domain/store-wishes.ts";

const word = <const Words extends readonly string[]>(words: Words) =>
  z.exactOptional(z.enum(words, { error: `one of ${words.join(", ")}` }));

/** What a team may choose for its credentials: the store they are kept in, and the environment that programs here get. */
export const stores = z.strictObject(
  { use: word(STORE_IDS), environment: word(DEVELOPMENT) },
  { error: "a map such as {use: local}" },
);

/** Its keys, for messages. */
export const STORES_KEYS: readonly string[] = Object.keys(stores.shape);
