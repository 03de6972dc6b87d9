import { AvbError, AvbErrors } from "../../src/domain/errors/avb-error.ts";
import { checkedValues } from "../../src/flows/secrets/given-values.ts";
import { credential, put, texts } from "./credential-store.ts";
import type { StoreCase } from "./store-cases.ts";
import { everywhere } from "./store-verdicts.ts";

const AZURE = "refused: 3, at most 25600 bytes";

/** What a store refuses of a text of that many bytes before anything is sent. */
const refusal =
  (given: Readonly<Record<string, string>>): StoreCase["run"] =>
  async (open) => {
    const store = await open();
    try {
      checkedValues(credential("database"), given, { environment: "dev", facts: store.facts, unchecked: true });
    } catch (error) {
      const first = error instanceof AvbErrors ? error.problems[0] : error;
      return first instanceof AvbError ? `refused: ${first.exitCode}, at most ${first.facts.limit} bytes` : "broken";
    }
    await put(store, "database", given);
    const found = await texts(await open(), "database");
    return Object.entries(given).every(([name, text]) => found?.[name] === text) ? "equal" : "changed";
  };

/** How large a credential may be. */
export const STORE_SIZES: readonly StoreCase[] = [
  {
    title: "a field of 65 537 bytes",
    verdicts: { ...everywhere("refused: 3, at most 65536 bytes"), vault: "equal", azure: AZURE },
    run: refusal({ password: "k".repeat(65_537) }),
  },
  {
    title: "fields of 40 000 bytes each, together 80 000",
    verdicts: { ...everywhere("equal"), aws: "refused: 3, at most 65536 bytes", azure: AZURE },
    run: refusal({ password: "k".repeat(40_000), connection_uri: "k".repeat(40_000) }),
  },
  {
    title: "a field joins others that fill the store",
    verdicts: {
      ...{ ...everywhere("equal"), aws: "refused: STORE_VALUE_TOO_LARGE, the others stay" },
      azure: "refused: STORE_VALUE_TOO_LARGE",
    },
    run: async (open) => {
      const [first] = await put(await open(), "database", { password: "k".repeat(40_000) });
      if (first?.error !== undefined) return `refused: ${first.error.code}`;
      const [result] = await put(await open(), "database", { connection_uri: "k".repeat(40_000) });
      const kept = (await texts(await open(), "database"))?.password?.length === 40_000;
      if (!kept) return "lost";
      return result?.error === undefined ? "equal" : `refused: ${result.error.code}, the others stay`;
    },
  },
  {
    title: "a field of 1 000 001 bytes",
    verdicts: {
      ...everywhere("refused: 3, at most 65536 bytes"),
      vault: "refused: 3, at most 1000000 bytes",
      azure: AZURE,
    },
    run: refusal({ password: "k".repeat(1_000_001) }),
  },
  {
    title: "a field of 900 000 bytes",
    verdicts: { ...everywhere("refused: 3, at most 65536 bytes"), vault: "equal", azure: AZURE },
    run: refusal({ password: "k".repeat(900_000) }),
  },
];
