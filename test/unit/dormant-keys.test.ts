import { expect, test } from "vitest";
import { type Config, DEFAULT_CONFIG } from "../../src/domain/config.ts";
import { dormantNotes } from "../../src/domain/dormant-keys.ts";

const notes = (config: Partial<Config>, command = "avb dev up") =>
  dormantNotes({ config: { ...DEFAULT_CONFIG, ...config } }, command);

test("a configuration of which everything is acted on has no note", () => {
  expect(notes({})).toEqual([]);
  expect(
    notes({ mode: "sandbox", with: ["redis"], env: { A: "1" }, users: [{ username: "a", roles: [], groups: [] }] }),
  ).toEqual([]);
  expect(notes({ images: { vault: "v:1" }, registry: "r.test" })).toEqual([]);
});

test("keys that nothing acts on are named together", () => {
  expect(notes({ lago: { allow_standin: true }, stores: { a: {} }, registry: "r.test", seeds: {} })).toEqual([
    "nothing in this version of avb acts on stores of the configuration",
  ]);
});

test("documents for a service that takes none of a team's own are named", () => {
  expect(notes({ seeds: { lago: ["a.json"], redis: ["b.json"] }, stores: { a: {} } })).toEqual([
    "nothing in this version of avb acts on stores, seeds.redis of the configuration",
  ]);
});
