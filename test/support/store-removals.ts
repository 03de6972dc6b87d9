import { credential, lookAt, put, texts } from "./credential-store.ts";
import type { StoreCase } from "./store-cases.ts";

const both = (verdict: string) => ({ local: verdict, aws: verdict });

/** What becomes of what is removed. */
export const STORE_REMOVALS: readonly StoreCase[] = [
  {
    title: "removed",
    verdicts: both("comes back for 30 days"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      const until = (await (await open()).remove(credential("openai"))) ?? 0;
      const look = await lookAt(await open(), "openai");
      const days = Math.round((until - Date.now()) / 86_400_000);
      return look?.state === "removed" && Math.abs(look.untilMs - until) < 1000
        ? `comes back for ${days} days`
        : `${look?.state}`;
    },
  },
  {
    title: "removed twice",
    verdicts: both("nothing the second time"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      await (await open()).remove(credential("openai"));
      const again = await (await open()).remove(credential("openai"));
      return again === undefined ? "nothing the second time" : "removed again";
    },
  },
  {
    title: "brought back",
    verdicts: both("as it was"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "a" });
      await (await open()).remove(credential("openai"));
      const back = await (await open()).restore(credential("openai"));
      return back && (await texts(await open(), "openai"))?.api_key === "a" ? "as it was" : "not there";
    },
  },
  {
    title: "brought back what is not removed, and what never was",
    verdicts: both("neither"),
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
    title: "written after it was removed",
    verdicts: both("there, without the old fields"),
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
