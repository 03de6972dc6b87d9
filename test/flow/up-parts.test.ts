import { describe, expect, test } from "vitest";
import { planUpOnly } from "../../src/flows/up.ts";
import { upPage } from "../../src/ui/up-page.ts";
import { UP } from "../support/lifecycle-world.ts";
import { liveWorld } from "../support/live-world.ts";

const containers = ({ engine }: ReturnType<typeof liveWorld>) =>
  [...engine.byName.keys()].map((name) => name.replace(/^.*-/, "")).sort();

describe("up --only", () => {
  test("runs the services that it names, whatever mode and configuration say, and a later up keeps to that", async () => {
    const live = liveWorld();
    live.world.files.put("/home/dev/shop/.devenvrc", "with: [temporal]\n");
    await live.up({ mode: "live", only: ["redis", "postgres"] });
    expect(containers(live)).toEqual(["postgres", "redis"]);
    const again = await live.up({});
    expect([again.mode, again.plan]).toEqual(["live", []]);
  });

  test("brings along what they need", async () => {
    const live = liveWorld();
    const { plan } = await planUpOnly(live.tools, { ...UP, mode: "live", only: ["keycloak"], prepare: false });
    const made = plan.steps.flatMap(({ id }) => (id.startsWith("create-") ? [id] : []));
    expect(made).toEqual(["create-postgres", "create-keycloak"]);
  });

  test("ends what runs beside them, and keeps its data", async () => {
    const live = liveWorld();
    await live.upWith("redis", "postgres");
    await live.up({ only: ["redis"] });
    expect(containers(live)).toEqual(["redis"]);
    expect([...live.engine.volumes.keys()].some((name) => name.includes("postgres"))).toBe(true);
  });

  test("of a name that is no service's is refused with the one that was meant", async () => {
    await expect(liveWorld().up({ only: ["postgress"] })).rejects.toMatchObject({
      ...{ code: "SERVICE_UNKNOWN", exitCode: 2, fixes: ["--only postgres"] },
    });
    await expect(liveWorld().up({ only: ["paypal"] })).rejects.toMatchObject({ code: "SERVICE_EXTERNAL" });
  });
});

describe("up --detach", () => {
  test("starts everything, waits for nobody and says so; the next up waits", async () => {
    const live = liveWorld();
    live.engine.behave("-redis", { exec: () => ({ exitCode: 1, stdout: "", stderr: "LOADING" }) });
    const result = await live.up({ mode: "sandbox", with: ["redis"], detach: true });
    expect(result.notAwaited).toEqual(["redis"]);
    expect(live.steps(result)).toContain("start-redis");
    expect(live.steps(result).filter((id) => id.startsWith("usable-"))).toEqual([]);
    const page = upPage(result);
    expect(page).toMatch(/^The sandbox is started \([\d.]+ s\); not waited for: redis\.\n/);
    expect(page).toContain("Next: avb dev wait");
    live.engine.behave("-redis", { exec: () => ({ exitCode: 0, stdout: "OK\n", stderr: "" }) });
    const next = await live.up({});
    expect(live.steps(next)).toContain("usable-redis");
    expect([next.notAwaited, upPage(next).split("\n")[0]]).toEqual([[], expect.stringContaining("is usable")]);
  });

  test("of what can be used already has nothing to do and waits for nobody", async () => {
    const live = liveWorld();
    await live.upWith("redis");
    expect(await live.up({ detach: true })).toMatchObject({ plan: [], notAwaited: [] });
  });
});
