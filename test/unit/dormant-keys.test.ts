import { expect, test } from "vitest";
import { type Config, DEFAULT_CONFIG } from "../../src/domain/config.ts";
import { dormantNotes } from "../../src/domain/dormant-keys.ts";

const notes = (config: Partial<Config>) => dormantNotes({ config: { ...DEFAULT_CONFIG, ...config } });

test("a configuration of which everything is acted on has no note", () => {
  expect(notes({})).toEqual([]);
  expect(
    notes({ mode: "sandbox", with: ["redis"], env: { A: "1" }, users: [{ username: "a", roles: [], groups: [] }] }),
  ).toEqual([]);
  expect(notes({ images: { vault: "v:1" }, registry: "r.test", stores: { use: "local" } })).toEqual([]);
  expect(notes({ lago: { allow_standin: true }, seeds: { lago: ["a.json"] } })).toEqual([]);
});

test("documents for services that take none of a team's own are named together", () => {
  expect(notes({ seeds: { lago: ["a.json"], redis: ["b.json"], paypal: ["c.json"] } })).toEqual([
    "nothing in this version of avb acts on seeds.redis, seeds.paypal of the configuration",
  ]);
});
