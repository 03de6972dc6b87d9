import type { Credential } from "../../src/domain/credential.ts";
import { credential, lookAt, put, texts, values } from "./credential-store.ts";
import type { StoreCase } from "./store-cases.ts";
import { STORE_PENDING } from "./store-pending.ts";
import { STORE_REMOVALS } from "./store-removals.ts";
import { STORE_SIZES } from "./store-sizes.ts";
import { everywhere } from "./store-verdicts.ts";

const TAGS = { Name: "OpenAI", NextRotation: "2026-07-01", Epic: "4" };

/** More than a store tells or takes in one answer: AWS lists 100 and Azure 25 at once. */
const MANY = process.env.AVB_SOAK === undefined ? 201 : 1001;
/** So many credentials of a team's own. */
const many = Array.from({ length: MANY }, (_, index): Credential => {
  const { places, ...rest } = credential("openai");
  const at = (path: string) => `${path}-${index}`;
  return {
    ...rest,
    id: at("own"),
    places: {
      ...places,
      path: at(places.path),
      aws: at(places.aws),
      azure: { form: "split", names: { api_key: at("own") } },
    },
  };
});

/** What stores do beyond giving back a value. */
export const STORE_BEHAVIOURS: readonly StoreCase[] = [
  ...STORE_REMOVALS,
  ...STORE_PENDING,
  ...STORE_SIZES,
  {
    title: "nothing stored",
    verdicts: everywhere("absent"),
    run: async (open) => (await lookAt(await open(), "openai"))?.state ?? "no answer",
  },
  {
    title: "a field is set and the others stay",
    verdicts: everywhere("both there"),
    run: async (open) => {
      await put(await open(), "google-oauth", { client_id: "a" });
      await put(await open(), "google-oauth", { client_secret: "b" });
      return JSON.stringify(await texts(await open(), "google-oauth")) === '{"client_id":"a","client_secret":"b"}'
        ? "both there"
        : "lost";
    },
  },
  {
    title: "the same again",
    verdicts: everywhere("same, no new version"),
    run: async (open) => {
      const [first] = await put(await open(), "openai", { api_key: "a" });
      const [again] = await put(await open(), "openai", { api_key: "a" });
      const versions = await (await open()).history(credential("openai"));
      return again?.outcome === "same" && again.version === first?.version && versions.length === 1
        ? "same, no new version"
        : "written again";
    },
  },
  {
    title: "six writers of six fields at once",
    verdicts: everywhere("nothing lost"),
    run: async (open) => {
      const fields = ["host", "port", "database", "username", "password", "connection_uri"];
      const done = await Promise.all(
        fields.map(async (field) => (await put(await open(), "database", { [field]: `v-${field}` }))[0]),
      );
      const failed = done.find((one) => one?.error !== undefined)?.error;
      if (failed !== undefined) return failed.message;
      return Object.keys((await texts(await open(), "database")) ?? {}).length === 6 ? "nothing lost" : "lost";
    },
  },
  {
    title: "three versions, the newest first",
    verdicts: everywhere("three, in order"),
    run: async (open) => {
      for (const text of ["one", "two", "three"]) await put(await open(), "openai", { api_key: text });
      const versions = await (await open()).history(credential("openai"));
      const found = versions.map(({ fields }) => fields.api_key?.reveal()).join(" ");
      return found === "three two one" ? "three, in order" : found;
    },
  },
  {
    title: "tags",
    verdicts: everywhere("come back with it"),
    run: async (open) => {
      const change = { credential: credential("openai"), fields: values({ api_key: "a" }), tags: TAGS };
      await (await open()).write([change]);
      const look = await lookAt(await open(), "openai");
      const { tags = {} } = look?.state === "present" ? look.found : {};
      return JSON.stringify(Object.entries(tags).toSorted()) === JSON.stringify(Object.entries(TAGS).toSorted())
        ? "come back with it"
        : JSON.stringify(tags);
    },
  },
  {
    title: "hundreds of credentials",
    verdicts: everywhere("all there"),
    run: async (open) => {
      const changes = many.map((one, index) => ({
        credential: one,
        fields: values({ api_key: `v${index}` }),
        tags: {},
      }));
      const results = await (await open()).write(changes);
      const looks = await (await open()).look(many);
      const found = many.filter((one, index) => {
        const look = looks.get(one.id);
        return look?.state === "present" && look.found.fields.api_key?.reveal() === `v${index}`;
      });
      const written = results.filter(({ outcome }) => outcome === "written").length;
      return found.length === MANY && written === MANY ? "all there" : `${written} written, ${found.length} found`;
    },
  },
];
