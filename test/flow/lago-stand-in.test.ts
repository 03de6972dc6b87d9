import { describe, expect, test } from "vitest";
import { checkoutId } from "../../src/domain/checkout.ts";
import { status } from "../../src/flows/status.ts";
import { planUpOnly } from "../../src/flows/up.ts";
import { LAGO_IMAGES, lagoWorld } from "../support/lago-world.ts";
import { UP } from "../support/lifecycle-world.ts";

const REAL = ["api", "clock", "db", "front", "migrate", "redis", "worker"];
const MARK = "lago is avb's stand-in, not the real image";

/** Lago's containers run as they should: the job ends, the others stay. */
function lagoOfOneself() {
  const live = lagoWorld();
  live.haveLago();
  live.engine.behave("-lago-migrate", { endsAfterMs: 1000, exitCode: 0 });
  return live;
}

describe("Lago whose images can be had", () => {
  test("is what runs, though a stand-in was allowed", async () => {
    const live = lagoOfOneself();
    await live.upLago({ allowStandIn: true });
    expect(live.names()).toEqual(REAL);
    expect(
      [...live.engine.byName.values()].some(({ request }) => JSON.stringify(request).includes("avb.standin")),
    ).toBe(false);
  });

  test("begins its API, worker and clock only after the tables are made", async () => {
    const live = lagoOfOneself();
    await live.upLago();
    const at = (name: string) => live.named(name)?.startedAtMs ?? 0;
    for (const name of ["lago-api", "lago-worker", "lago-clock"])
      expect(at(name), name).toBeGreaterThanOrEqual(at("lago-migrate") + 1000);
    expect(at("lago-migrate")).toBeGreaterThanOrEqual(at("lago-db"));
  });

  test("is fetched from a registry that has it", async () => {
    const live = lagoOfOneself();
    for (const image of LAGO_IMAGES.slice(2)) {
      live.engine.images.delete(image);
      live.engine.registry.add(image);
    }
    await live.upLago();
    expect(live.engine.writes).toContain("pull getlago/api:v1.50.0");
    expect(live.names()).toEqual(REAL);
  });
});

describe("Lago whose images cannot be had", () => {
  test("ends with 5 before anything is begun, naming the image and the ways out", async () => {
    const live = lagoWorld();
    await expect(live.upLago()).rejects.toMatchObject({
      code: "IMAGE_HAS_STANDIN",
      exitCode: 5,
      facts: { service: "lago", image: "getlago/api:v1.50.0" },
    });
    expect(live.engine.writes).toEqual([]);
    expect(live.sandboxes).toEqual([]);
  });

  test("asks no registry with --no-pull, and says so", async () => {
    const live = lagoWorld();
    const error = await live.upLago({ pull: false }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "IMAGE_HAS_STANDIN", facts: { why: expect.stringContaining("--no-pull") } });
    expect(live.engine.calls.some((call) => call.startsWith("refusal"))).toBe(false);
  });

  test("runs as one container that says what it is, with the same networks' names and the same key", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    expect(live.names()).toEqual(["api"]);
    const api = live.named("lago-api");
    expect(api?.request.Labels).toMatchObject({ "avb.standin": "true", "avb.service": "lago" });
    expect([...live.engine.networks.keys()].sort()).toEqual(["avb-shop-lago", "avb-shop-lago-closed"]);
    expect([...(api?.files.keys() ?? [])].sort()).toEqual([
      "/run/secrets/lago-api-key",
      "/run/secrets/lago-rsa-private-key",
    ]);
    expect(JSON.stringify(api?.request)).not.toContain(api?.files.get("/run/secrets/lago-api-key")?.text);
  });

  test("plans nothing the second time, and keeps the stand-in without being told again", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    const before = live.engine.writes.length;
    const again = await live.up({});
    expect([again.mode, again.plan]).toEqual(["live", []]);
    expect(live.engine.writes).toHaveLength(before);
  });

  test("is refused again once somebody takes the permission back", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    await expect(live.upLago({ allowStandIn: false })).rejects.toMatchObject({ code: "IMAGE_HAS_STANDIN" });
  });

  test("gives way to the real one as soon as that is there", async () => {
    const live = lagoOfOneself();
    for (const image of LAGO_IMAGES.slice(2)) live.engine.images.delete(image);
    await live.upLago({ allowStandIn: true });
    live.haveLago();
    await live.up({});
    expect(live.names()).toEqual(REAL);
    expect((await status(live.world)).services.find(({ service }) => service === "lago")?.note).not.toContain(
      "stand-in",
    );
  });

  test("makes its image anew for another program, and once for the same", async () => {
    const live = lagoWorld();
    await live.upLago({ allowStandIn: true });
    live.world.files.put("/avb/dist/billing.cjs", "a newer program");
    await live.up({});
    const built = live.engine.writes.filter((write) => write.startsWith("build "));
    expect(new Set(built).size).toBe(2);
    expect(built).toHaveLength(2);
  });

  test("is run where the configuration allows it, unless a flag says otherwise", async () => {
    const live = lagoWorld();
    live.world.files.put("/home/dev/shop/.devenvrc", "lago: {allow_standin: true}\n");
    await expect(live.upLago({ allowStandIn: false })).rejects.toMatchObject({ code: "IMAGE_HAS_STANDIN" });
    await live.upLago();
    expect(live.names()).toEqual(["api"]);
    expect(live.lines).toContain(`note ${MARK}`);
    live.world.files.put("/home/dev/shop/.devenvrc", "lago: {allow_standin: false}\n");
    // The stack that is there keeps what it was allowed.
    expect((await live.up({})).plan).toEqual([]);
  });

  test("is planned as what it is, and a plan makes nothing", async () => {
    const live = lagoWorld();
    const { plan } = await planUpOnly(live.tools, { ...UP, mode: "live", allowStandIn: true });
    const titles = plan.steps.map(({ title }) => title);
    expect(titles).toContain("put avb's stand-in for lago into node:20-slim");
    expect(live.engine.writes).toEqual([]);
    const id = checkoutId("/home/dev/shop", live.world.hash.sha256);
    expect(await live.world.files.read(`/state/${id}/lago.json`)).toBeUndefined();
  });

  test("without avb's own program says that avb is not installed whole", async () => {
    const live = lagoWorld();
    await live.world.files.remove("/avb/dist/billing.cjs");
    await expect(live.upLago({ allowStandIn: true })).rejects.toMatchObject({
      code: "PACKAGE_PART_MISSING",
      exitCode: 5,
    });
  });
});
