import { expect, test } from "vitest";
import { LABELS } from "../../src/domain/live/desired.ts";
import { docker, LIMITS, liveContainers } from "../support/live-engine.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const STACK = ["--mode", "sandbox", "--with", "postgres,keycloak"] as const;

/** Steps that derive an image, in what `--json` says of a run. */
const preparing = (run: Readonly<Record<string, unknown>>) =>
  (run.plan as readonly { readonly id: string }[]).filter(({ id }) => id.startsWith("image-avb-prepared"));

needs(["engine", "dataImages", "keycloakImage"], "a prepared Keycloak", () => {
  test("is derived once, maps its archive of classes, and finds its data again", {
    timeout: 12 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    await stack.json("up", ...STACK, "--timeout", "600");
    const first = await stack.container("keycloak");
    expect(first).toMatchObject({ restartCount: 0, image: expect.stringMatching(/^avb-prepared-keycloak:/) });
    const image = await liveContainers.image(first.image, LIMITS);
    expect(image?.labels).toMatchObject({ [LABELS.prepared]: "keycloak" });
    const maps = docker("exec", first.id, "bash", "-c", "cat /proc/[0-9]*/maps 2>/dev/null | grep -c /classes.jsa");
    expect(Number(maps)).toBeGreaterThan(0);
    const log = docker("logs", first.id);
    expect(log).toContain("Profile prod activated");
    expect(log).not.toMatch(/Updating the configuration|org\.jgroups/);

    const again = await stack.json("up", ...STACK);
    expect(again.plan).toEqual([]);
    expectDone(await stack.avb("down"));
    const warm = await stack.json("up", ...STACK, "--timeout", "600");
    expect(preparing(warm)).toEqual([]);
    expect(docker("logs", (await stack.container("keycloak")).id)).not.toContain("Initializing database schema");
  });
});
