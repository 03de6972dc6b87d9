import { credential, lookAt, put, texts } from "./credential-store.ts";
import type { StoreCase } from "./store-cases.ts";
import { everywhere } from "./store-verdicts.ts";

/** What becomes of what is removed. */
export const STORE_REMOVALS: readonly StoreCase[] = [
  {
    title: "removed",
    verdicts: { ...everywhere("comes back for 30 days"), vault: "comes back until it is destroyed" },
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      const until = (await (await open()).remove(credential("openai"))) ?? 0;
      const look = await lookAt(await open(), "openai");
      if (look?.state !== "removed") return `${look?.state}`;
      if (until === Number.POSITIVE_INFINITY && look.untilMs === until) return "comes back until it is destroyed";
      const days = Math.round((until - Date.now()) / 86_400_000);
      return Math.abs(look.untilMs - until) < 1000 ? `comes back for ${days} days` : "its times differ";
    },
  },
  {
    title: "removed twice",
    verdicts: everywhere("nothing the second time"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      await (await open()).remove(credential("openai"));
      const again = await (await open()).remove(credential("openai"));
      return again === undefined ? "nothing the second time" : "removed again";
    },
  },
  {
    title: "brought back",
    verdicts: everywhere("as it was"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      await (await open()).remove(credential("openai"));
      const back = await (await open()).restore(credential("openai"));
      return back && (await texts(await open(), "openai"))?.api_key === "a" ? "as it was" : "not there";
    },
  },
  {
    title: "brought back what is not removed, and what never was",
    verdicts: everywhere("neither"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      const backs = [
        await (await open()).restore(credential("openai")),
        await (await open()).restore(credential("jwt")),
      ];
      return backs.some((one) => one) ? "something came back" : "neither";
    },
  },
  {
    title: "brought back with its versions",
    verdicts: everywhere("both versions"),
    run: async (open) => {
      for (const text of ["one", "two"]) await put(await open(), "openai", { api_key: text });
      await (await open()).remove(credential("openai"));
      await (await open()).restore(credential("openai"));
      const versions = await (await open()).history(credential("openai"));
      const found = versions.map(({ fields }) => fields.api_key?.reveal()).join(" ");
      return found === "two one" ? "both versions" : found;
    },
  },
  {
    title: "written after it was removed",
    verdicts: everywhere("there, without the old fields"),
    run: async (open) => {
      await put(await open(), "google-oauth", { client_id: "old" });
      await (await open()).remove(credential("google-oauth"));
      await put(await open(), "google-oauth", { client_secret: "new" });
      return JSON.stringify(await texts(await open(), "google-oauth")) === '{"client_secret":"new"}'
        ? "there, without the old fields"
        : "mixed";
    },
  },
];
