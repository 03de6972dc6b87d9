import { describe, expect, test } from "vitest";
import { checkRendering, writeRendering } from "../../src/flows/rendered-files.ts";
import { renderShop as live, rendered } from "../support/render-world.ts";

describe("what cannot be rendered", () => {
  test("the sandbox without containers says so", async () => {
    const { rendering } = await live("", { overrides: { mode: "sandbox" } });
    expect(rendering.documents).toEqual([]);
    expect(rendering.note).toMatch(/^# Mode sandbox runs no container/);
  });

  test("the sandbox with a database renders the database", async () => {
    const { rendering } = await live("", { overrides: { mode: "sandbox", with: ["postgres"] } });
    expect(rendering.documents.map(({ containers }) => containers)).toEqual([["postgres"]]);
  });

  test.each([
    [{ overrides: { mode: "production" } }, "RENDER_PRODUCTION", 2],
    [{ services: ["kafka"] }, "RENDER_NOT_RUNNING", 2],
    [{ services: ["kafak"] }, "SERVICE_UNKNOWN", 2],
    [{ overrides: { mode: "prod" } }, "MODE_UNKNOWN", 2],
  ])("%j ends with %s", async (request, code, exitCode) => {
    await expect(live("", request)).rejects.toMatchObject({ code, exitCode });
  });

  test("images of an untrusted configuration are not named", async () => {
    await expect(live("images: {redis: 'evil.example/redis:1'}\n")).rejects.toMatchObject({
      code: "NOT_TRUSTED",
      exitCode: 4,
    });
  });
});

describe("writing the documents", () => {
  test("a second time writes nothing, and the check is content", async () => {
    const { world, rendering } = await live();
    expect((await writeRendering(world, rendering, "deploy")).written).toEqual(["compose.yaml", "lago.compose.yaml"]);
    const again = await writeRendering(world, rendering, "deploy");
    expect([again.written, again.unchanged]).toEqual([[], ["compose.yaml", "lago.compose.yaml"]]);
    const checked = await checkRendering(world, rendering, { directory: "deploy", options: "--mode live" });
    expect(checked.unchanged).toEqual(["compose.yaml", "lago.compose.yaml"]);
  });

  test("one changed byte is a drift that names the line", async () => {
    const { world, rendering } = await live();
    await writeRendering(world, rendering, "/deploy");
    const text = (await world.files.read("/deploy/compose.yaml")) ?? "";
    world.files.put("/deploy/compose.yaml", text.replace("image: quay", "image: Quay"));
    await expect(checkRendering(world, rendering, { directory: "/deploy", options: "" })).rejects.toMatchObject({
      code: "RENDER_DRIFT",
      exitCode: 14,
      facts: { path: "/deploy/compose.yaml", why: "line 7 differs" },
    });
  });

  test("a document that is not due any more is removed, somebody else's file is left and stops all", async () => {
    const { world, rendering } = await live();
    await writeRendering(world, rendering, "/deploy");
    const less = await rendered(world, { overrides: { mode: "live", without: ["lago"] } });
    expect((await writeRendering(world, less, "/deploy")).removed).toEqual(["lago.compose.yaml"]);
    world.files.put("/deploy/compose.yaml", "services: {}\n");
    await expect(writeRendering(world, rendering, "/deploy")).rejects.toMatchObject({
      code: "RENDER_NOT_OURS",
      exitCode: 3,
    });
    expect(await world.files.read("/deploy/compose.yaml")).toBe("services: {}\n");
    expect(await world.files.read("/deploy/lago.compose.yaml")).toBeUndefined();
  });
});
