import { describe, expect, test } from "vitest";
import { info } from "../../src/flows/info.ts";
import { open } from "../../src/flows/open.ts";
import { liveWorld } from "../support/live-world.ts";

describe("open beside containers", () => {
  const asked = { overrides: {}, printOnly: true };

  test("a container's page is found, and the server's own stay", async () => {
    const { world, up } = liveWorld();
    await up({ mode: "sandbox", with: ["temporal"], seed: false });
    expect((await open(world, { ...asked, service: "temporal" })).url).toBe("http://localhost:65009");
    expect((await open(world, { ...asked, service: "keycloak" })).url).toBe("http://localhost:8080/");
    await expect(open(world, { ...asked, service: "postgres" })).rejects.toMatchObject({
      code: "NOTHING_TO_OPEN",
      message: expect.stringContaining("sandbox, account, keycloak, lago and temporal"),
    });
  });

  test("a container that does not run has no page", async () => {
    const { world, up, stopContainer } = liveWorld();
    await up({ mode: "sandbox", with: ["temporal"], seed: false });
    await stopContainer("temporal");
    const refused = open(world, { ...asked, service: "temporal" });
    await expect(refused).rejects.toMatchObject({ code: "SERVICE_NOT_RUNNING", exitCode: 8 });
  });
});

describe("info of a stack with containers", () => {
  const told = async (world: Parameters<typeof info>[0], overrides = {}) => {
    const cautions: string[] = [];
    const access = await info(world, { overrides, reveal: false, caution: (text) => cautions.push(text) });
    return { access, cautions };
  };

  test("tells what runs and what does not", async () => {
    const { world, upWith, stopContainer } = liveWorld();
    await upWith("redis", "postgres");
    const before = await told(world);
    expect(before.cautions).toEqual([]);
    expect(before.access.services.find(({ id }) => id === "redis")).toMatchObject({ state: "runs" });
    await stopContainer("redis");
    expect((await told(world)).cautions).toEqual(["redis is not running; avb dev up starts it"]);
  });

  test("says of a live stack that was never started how to start it", async () => {
    const { world, engine } = liveWorld();
    const { cautions } = await told(world, { mode: "live" });
    expect(cautions).toEqual(["the live stack is not running; avb dev up --mode live starts it"]);
    expect(engine.calls).toEqual([]);
  });
});
