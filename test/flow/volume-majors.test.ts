import { describe, expect, test } from "vitest";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { liveWorld } from "../support/live-world.ts";

/** A checkout that has had Postgres of this image, ended since, and asks for another one now. */
async function changedFrom(before: string, after: string) {
  const live = liveWorld();
  live.engine.have(before, after);
  const ask = async (image: string) => {
    live.world.files.put("/home/dev/shop/.devenvrc", `images: { postgres: "${image}" }\n`);
    await grantTrust(live.world, (await showTrust(live.world)).hash);
    return live.upWith("postgres");
  };
  await ask(before);
  return { live, again: () => ask(after) };
}

describe("an image of another major than the one that made the volume", () => {
  test("is refused before anything is changed, with what keeps, saves or drops the data", async () => {
    const { live, again } = await changedFrom("postgres:16.4", "postgres:17");
    const writes = live.engine.writes.length;
    const refused = again();
    await expect(refused).rejects.toMatchObject({
      ...{ code: "VOLUME_OTHER_MAJOR", exitCode: 3 },
      facts: { service: "postgres", maker: "postgres:16.4", image: "postgres:17" },
    });
    const error: unknown = await refused.catch((thrown: unknown) => thrown);
    expect(Object(error).fixes).toEqual([
      'keep the one that made it, in .devenvrc: images: { postgres: "postgres:16.4" }',
      expect.stringMatching(/docker exec avb-shop-[0-9a-f]{8}-postgres pg_dumpall -U postgres > postgres\.sql$/),
      "begin with an empty volume: avb dev reset postgres --yes",
    ]);
    expect(live.engine.writes).toHaveLength(writes);
  });

  test.each([
    ["postgres:17", "postgres:17.5"],
    ["postgres:17-alpine", "mirror.example:5000/library/postgres:17"],
    ["postgres:17", "timescale/timescaledb:2.14-pg17"],
    ["postgres:latest", "postgres:17"],
  ])("is none of %s and %s", async (before, after) => {
    const { again } = await changedFrom(before, after);
    expect((await again()).plan.map(({ id }) => id)).toContain("create-postgres");
  });
});
