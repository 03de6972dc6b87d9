import { describe, expect, test } from "vitest";
import { renderTo } from "../../src/flows/render-to.ts";
import { writeRendering } from "../../src/flows/rendered-files.ts";
import { renderShop } from "../support/render-world.ts";

const app = { service: "web", envFile: ".env.avb" };

/** The one document that joins an application, as data. */
async function joined(overrides: Parameters<typeof renderShop>[1] = {}) {
  const { rendering, data, world } = await renderShop("", { app, ...overrides });
  expect(rendering.documents).toHaveLength(1);
  return {
    world,
    rendering,
    networks: data[0]?.networks ?? {},
    web: data[0]?.services.web,
    text: rendering.documents[0]?.text,
  };
}

describe("what joins an application's container to the stack", () => {
  test("are the stack's network and Lago's open ones, none of which it makes itself", async () => {
    const { networks, web } = await joined();
    expect(networks).toEqual({
      avb: { name: "avb-shop", external: true },
      "lago-open": { name: "avb-shop-lago", external: true },
      "lago-calls": { name: "avb-shop-lago-calls", external: true },
    });
    expect(Object.keys(web?.networks ?? {})).toEqual(["default", "avb", "lago-open", "lago-calls"]);
  });

  test("never is Lago's closed network", async () => {
    expect((await joined()).text).not.toContain("closed");
  });

  test("gives it its environment file and the developer's machine by name", async () => {
    expect((await joined()).web).toMatchObject({
      env_file: [".env.avb"],
      extra_hosts: ["host.docker.internal:host-gateway"],
    });
  });

  test("leaves out the networks of what does not run", async () => {
    const alone = await joined({ overrides: { mode: "live", without: ["lago"] } });
    expect(Object.keys(alone.networks)).toEqual(["avb"]);
    const sandbox = await joined({ overrides: { mode: "sandbox" } });
    expect(sandbox.networks).toEqual({});
    expect(Object.keys(sandbox.web?.networks ?? {})).toEqual(["default"]);
  });

  test("says how it is used and made again", async () => {
    const { text } = await joined();
    expect(text).toContain("docker compose --file compose.yaml --file compose.app.yaml up");
    expect(text).toContain("avb dev render --app --app-service web --app-env .env.avb --mode live --out DIRECTORY");
  });

  test.each([
    [{ service: "a b", envFile: ".env" }],
    [{ service: "web\nx", envFile: ".env" }],
    [{ service: "web", envFile: "a\nb" }],
    [{ service: "web", envFile: "$HOME/env" }],
  ])("refuses %j, which compose would read as something else", async (named) => {
    await expect(renderShop("", { app: named })).rejects.toMatchObject({ code: "RENDER_APP_NAME", exitCode: 2 });
  });

  test("is written beside the other documents of a folder, which stay", async () => {
    const stack = await renderShop();
    await writeRendering(stack.world, stack.rendering, "/deploy");
    const { rendering } = await joined();
    const { written, removed } = await writeRendering(stack.world, rendering, "/deploy");
    expect([written, removed]).toEqual([["compose.app.yaml"], []]);
    expect(await stack.world.files.read("/deploy/lago.compose.yaml")).toBeDefined();
  });
});

describe("a document in a file of a name of its own", () => {
  const FILE = "infra/lago-deployments/docker-compose.yml";
  const request = { overrides: { mode: "live" }, services: ["lago"], profiles: false, version: "1.2.3", check: false };

  test("is Lago's where the matrix wants it, and the check knows it again", async () => {
    const { world } = await renderShop();
    const { written, directory } = await renderTo(world, { ...request, out: FILE });
    expect([directory, written]).toEqual(["/home/dev/shop/infra/lago-deployments", ["docker-compose.yml"]]);
    const checked = await renderTo(world, { ...request, out: FILE, check: true });
    expect(checked.unchanged).toEqual(["docker-compose.yml"]);
  });

  test("names in its drift what makes it again", async () => {
    const { world } = await renderShop();
    await renderTo(world, { ...request, out: FILE });
    world.files.put(`/home/dev/shop/${FILE}`, "# Rendered by avb 0.0.1\n");
    await expect(renderTo(world, { ...request, out: FILE, check: true })).rejects.toMatchObject({
      code: "RENDER_DRIFT",
      facts: { options: "--mode live --service lago", directory: FILE },
    });
  });

  test("holds one document and not two", async () => {
    const { world } = await renderShop();
    await expect(renderTo(world, { ...request, services: [], out: "all.yaml" })).rejects.toMatchObject({
      code: "RENDER_ONE_FILE",
      exitCode: 2,
      facts: { documents: "compose.yaml, lago.compose.yaml" },
    });
    expect(await world.files.read("/home/dev/shop/all.yaml")).toBeUndefined();
  });

  test("that somebody else wrote is left as it is", async () => {
    const { world } = await renderShop();
    world.files.put(`/home/dev/shop/${FILE}`, "services: {}\n");
    await expect(renderTo(world, { ...request, out: FILE })).rejects.toMatchObject({ code: "RENDER_NOT_OURS" });
  });
});
