import { describe, expect, test } from "vitest";
import { env } from "../../src/flows/env.ts";
import { info } from "../../src/flows/info.ts";
import { render } from "../../src/flows/render.ts";
import { status } from "../../src/flows/status.ts";
import { lagoWorld } from "../support/lago-world.ts";

const _REAL = ["api", "clock", "db", "front", "migrate", "redis", "worker"];
const MARK = "lago is avb's stand-in, not the real image";

describe("a stack with a stand-in says so", () => {
  test("when it is started, each time", async () => {
    const live = lagoWorld();
    const { addresses } = await live.upLago({ allowStandIn: true });
    await live.up({});
    expect(live.lines.filter((line) => line.includes(MARK))).toHaveLength(2);
    expect(addresses.map(({ service }) => service)).toContain("Lago (avb's stand-in, not the real image)");
  });

  test("in its status, also while it cannot be used", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    const note = async () => (await status(live.world)).services.find(({ service }) => service === "lago")?.note;
    expect(await note()).toBe("avb's stand-in, not the real image");
    live.world.servers.delete("http://127.0.0.1:63690");
    expect(await note()).toMatch(/^avb's stand-in, not the real image; GET http/);
  });

  test("in its variables, and in how to get at it, where the page that it lacks is not named", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    const wishes = { view: "host", services: ["lago"], renames: [] } as const;
    const { text, cautions, report } = await env(live.world, {
      overrides: {},
      wishes,
      reveal: false,
      format: "dotenv",
    });
    expect(text).toMatch(/^# lago is avb's stand-in, not the real image\n/);
    expect(cautions).toContain(MARK);
    expect(report.variables).toContainEqual(expect.objectContaining({ name: "LAGO_MOCK", value: "false" }));
    const [access] = (await info(live.world, { overrides: {}, service: "lago", reveal: false })).services;
    expect(access).toMatchObject({ standIn: true });
    expect(access?.items.map(({ label }) => label)).toEqual(["API", "API key"]);
  });

  test("and still renders the real one for others", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    const rendering = await render(live.world, {
      overrides: {},
      services: ["lago"],
      profiles: false,
      version: "1.0.0",
    });
    expect(rendering.documents[0]?.text).toContain("image: getlago/api:v1.50.0");
    expect(rendering.documents[0]?.text).not.toContain("standin");
  });
});
