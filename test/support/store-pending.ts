import type { CredentialStore, PendingVersions } from "../../src/domain/credential-store.ts";
import { credential, lookAt, put, texts, values } from "./credential-store.ts";
import type { StoreCase } from "./store-cases.ts";
import { everywhere } from "./store-verdicts.ts";

const OPENAI = credential("openai");

/** The store's versions that wait; a store without them fails every case. */
function pendingOf({ pending }: CredentialStore): PendingVersions {
  if (pending === undefined) throw new Error("this store keeps no version that waits");
  return pending;
}

const stage = async (store: CredentialStore, api_key: string): Promise<string> => {
  const { version, error } = await pendingOf(store).stage({
    credential: OPENAI,
    fields: values({ api_key }),
    tags: { NextRotation: "2026-07-01" },
  });
  return version ?? error?.code ?? "";
};

const keyIn = async (open: () => Promise<CredentialStore>) => (await texts(await open(), "openai"))?.api_key;
const waits = async (open: () => Promise<CredentialStore>) =>
  (await pendingOf(await open()).look(OPENAI))?.fields.api_key?.reveal() ?? "nothing";

/** What becomes of a version that waits beside the current one. */
export const STORE_PENDING: readonly StoreCase[] = [
  {
    title: "a version that waits",
    verdicts: everywhere("read by nobody but a rotation"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      await stage(await open(), "new");
      const history = await (await open()).history(OPENAI);
      const seen = [await keyIn(open), await waits(open), String(history.length)].join(" ");
      return seen === "old new 1" ? "read by nobody but a rotation" : seen;
    },
  },
  {
    title: "another version that waits",
    verdicts: everywhere("takes the first one's place"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      await stage(await open(), "first");
      await stage(await open(), "second");
      return (await waits(open)) === "second" ? "takes the first one's place" : "both";
    },
  },
  {
    title: "a waiting version is made current, and once more",
    verdicts: everywhere("written, then same"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      const version = await stage(await open(), "new");
      const first = await pendingOf(await open()).promote(OPENAI, version);
      const again = await pendingOf(await open()).promote(OPENAI, version);
      const seen = [await keyIn(open), await waits(open)].join(" ");
      return seen === "new nothing" ? `${first.outcome}, then ${again.outcome}` : seen;
    },
  },
  {
    title: "a waiting version is given up, and once more",
    verdicts: everywhere("the current one stays"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      const version = await stage(await open(), "new");
      await pendingOf(await open()).drop(OPENAI);
      await pendingOf(await open()).drop(OPENAI);
      const seen = [await keyIn(open), await waits(open), version === "" ? "unnamed" : "named"].join(" ");
      return seen === "old nothing named" ? "the current one stays" : seen;
    },
  },
  {
    title: "an earlier version is made current again",
    verdicts: everywhere("as it was"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      const look = await lookAt(await open(), "openai");
      const before = look?.state === "present" ? look.found.version : "";
      await pendingOf(await open()).promote(OPENAI, await stage(await open(), "new"));
      const middle = await keyIn(open);
      await pendingOf(await open()).revert(OPENAI, before);
      const again = await pendingOf(await open()).revert(OPENAI, before);
      const seen = [middle, await keyIn(open), again.outcome].join(" ");
      return seen === "new old same" ? "as it was" : seen;
    },
  },
  {
    title: "tags of what is current are set",
    verdicts: everywhere("the value stays"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      await pendingOf(await open()).tag(OPENAI, { NextRotation: "2027-01-02" });
      const look = await lookAt(await open(), "openai");
      const next = look?.state === "present" ? look.found.tags.NextRotation : "none";
      const versions = (await (await open()).history(OPENAI)).length;
      const seen = [await keyIn(open), next, String(versions)].join(" ");
      return seen === "old 2027-01-02 1" ? "the value stays" : seen;
    },
  },
  {
    title: "a version that is not there is made current",
    verdicts: everywhere("refused: STORE_VERSION_GONE"),
    run: async (open) => {
      await put(await open(), "openai", { api_key: "old" });
      const version = "0f0e0d0c-0b0a-4908-8706-050403020100";
      const { error } = await pendingOf(await open()).promote(OPENAI, version);
      return (await keyIn(open)) === "old" ? `refused: ${error?.code}` : "changed";
    },
  },
  {
    title: "others write while a version waits",
    verdicts: { ...everywhere("both kept"), aws: "refused: STORE_MOVED" },
    run: async (open) => {
      const google = credential("google-oauth");
      await put(await open(), google.id, { client_id: "a", client_secret: "old" });
      const change = { credential: google, fields: values({ client_secret: "new" }), tags: {} };
      const { version = "" } = await pendingOf(await open()).stage(change);
      await put(await open(), google.id, { client_id: "b" });
      const { error } = await pendingOf(await open()).promote(google, version);
      if (error !== undefined) return `refused: ${error.code}`;
      const found = JSON.stringify(await texts(await open(), google.id));
      return found === '{"client_id":"b","client_secret":"new"}' ? "both kept" : found;
    },
  },
];
