import { describe, expect, test } from "vitest";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { keycloak } from "../../src/services/keycloak/index.ts";
import { imageOf } from "../support/fake-engine-places.ts";
import { liveWorld } from "../support/live-world.ts";

const BASE = "quay.io/keycloak/keycloak:26.7.4";
const TAG = /^avb-prepared-keycloak:26\.7\.4-[0-9a-f]{10}$/;

/** A stack that wants Keycloak, whose answers a test gives. */
function keycloakWorld() {
  const live = liveWorld();
  live.engine.have(BASE);
  live.engine.behave("-keycloak", { exec: () => ({ exitCode: 0, stdout: "", stderr: "" }) });
  for (const port of [8080, 65006])
    live.world.servers.set(`http://127.0.0.1:${port}`, () => ({ status: 200, headers: {}, body: "{}" }));
  return live;
}

/** What the engine was made to do with images. */
const imageWrites = ({ engine }: Pick<ReturnType<typeof liveWorld>, "engine">) =>
  engine.writes.filter((write) => /^(build|pull|removeImage)/.test(write));

describe("images that up needs", () => {
  test("are fetched at the same time where they are missing, and left alone where they are there", async () => {
    const live = liveWorld();
    live.engine.images.clear();
    for (const image of ["postgres:17", "redis:8.0"]) live.engine.registry.add(image);
    const { plan } = await live.upWith("redis", "postgres");
    const pulls = plan.filter(({ id }) => id.startsWith("image-"));
    expect(pulls.map(({ id, after }) => [id, after])).toEqual([
      ["image-postgres:17", []],
      ["image-redis:8.0", []],
    ]);
    expect(imageWrites(live)).toEqual(["pull postgres:17", "pull redis:8.0"]);
    expect(live.lines).toContain("progress image-redis:8.0 2.0 of 2.0 MB, 2 layers");
    expect((await live.upWith("redis", "postgres")).plan).toEqual([]);
    expect(imageWrites(live)).toHaveLength(2);
  });

  test("end it when a registry does not have them, with the image and the registry", async () => {
    const live = liveWorld();
    live.engine.images.clear();
    await expect(live.upWith("redis")).rejects.toMatchObject({
      ...{ code: "IMAGE_UNREACHABLE", exitCode: 5 },
      facts: { image: "redis:8.0", registry: "docker.io" },
    });
  });

  test("are never fetched with --no-pull: the first that is missing is named before anything is begun", async () => {
    const live = liveWorld();
    live.engine.images.delete("redis:8.0");
    const refused = live.up({ mode: "sandbox", with: ["redis"], pull: false });
    await expect(refused).rejects.toMatchObject({ code: "IMAGE_NOT_PULLED", facts: { image: "redis:8.0" } });
    expect(live.engine.writes).toEqual([]);
    expect(live.lines).not.toContain("start start-server");
  });

  test("that are made for another processor are told of once, when a container is made from them", async () => {
    const live = liveWorld();
    live.engine.images.set("redis:8.0", { ...imageOf("redis:8.0"), architecture: "arm64" });
    await live.upWith("redis");
    const note = "note the image redis:8.0 is made for arm64, and this engine runs amd64";
    expect(live.lines).toContain(note);
    live.lines.length = 0;
    await live.upWith("redis");
    expect(live.lines).not.toContain(note);
  });
});

describe("a prepared Keycloak", () => {
  const wanted = ["postgres", "keycloak"];

  test("is derived once from upstream's image, labelled, and started in its own way", async () => {
    const live = keycloakWorld();
    await live.up({ mode: "sandbox", with: wanted, seed: false });
    const [tag = ""] = [...live.engine.images.keys()].filter((name) => TAG.test(name));
    expect(imageWrites(live)).toEqual([`build ${tag}`]);
    expect(live.engine.images.get(tag)?.labels).toEqual({ "avb.prepared": "keycloak", "avb.image": BASE });
    expect(live.named("keycloak")?.request).toMatchObject({
      Image: tag,
      Entrypoint: ["bash", "-ec", expect.stringContaining("kc.sh start --optimized")],
    });
    const again = await live.up({ mode: "sandbox", with: wanted, seed: false });
    expect(again.plan).toEqual([]);
  });

  test("names the older ones whose place it takes, and how they go", async () => {
    const live = keycloakWorld();
    const labels = { "avb.prepared": "keycloak", "avb.image": BASE };
    const older = { tag: "avb-prepared-keycloak:26.7.4-0000000000", labels, dockerfile: `FROM ${BASE}` };
    await live.world.containers.build(older, { timeoutMs: 1000 }, () => {});
    const { plan } = await live.up({ mode: "sandbox", with: wanted, seed: false });
    expect(plan.find(({ id }) => id.startsWith("image-avb-prepared"))?.because).toBe(
      `it is not prepared on this machine; it takes the place of ${older.tag}, which avb dev clean removes`,
    );
  });

  test("is not derived anew for a second checkout, nor when upstream's own image has gone", async () => {
    const live = keycloakWorld();
    await live.up({ mode: "sandbox", with: wanted, seed: false });
    await live.world.containers.remove(live.named("keycloak")?.id ?? "", { timeoutMs: 1000 });
    live.engine.images.delete(BASE);
    const { plan } = await live.up({ mode: "sandbox", with: wanted, seed: false });
    const steps = ["create-keycloak", "start-keycloak", "answer-keycloak", "usable-keycloak", "ports"];
    expect(plan.map(({ id }) => id)).toEqual(steps);
  });

  test("is done without when that is asked for, and until the opposite is", async () => {
    const live = keycloakWorld();
    await live.up({ mode: "sandbox", with: wanted, prepare: false, seed: false });
    expect(live.named("keycloak")?.request).toMatchObject({
      Image: BASE,
      Entrypoint: ["bash", "-ec", expect.stringContaining("kc.sh start-dev")],
    });
    expect(imageWrites(live)).toEqual([]);
    expect((await live.up({ mode: "sandbox", with: wanted, seed: false })).plan).toEqual([]);
    const { plan } = await live.up({ mode: "sandbox", with: wanted, prepare: true, seed: false });
    expect(plan.map(({ id }) => id)).toContain("create-keycloak");
    expect(live.named("keycloak")?.request.Image).toMatch(TAG);
    expect((await live.up({ mode: "sandbox", with: wanted, seed: false })).plan).toEqual([]);
  });

  test("that cannot be derived says how to do without it", async () => {
    const live = keycloakWorld();
    live.world.containers = {
      ...live.world.containers,
      build: ({ tag }) =>
        Promise.reject(AvbError.of("IMAGE_BUILD_FAILED", { tag, why: "exit 1" }, { detail: "the end" })),
    };
    await expect(live.up({ mode: "sandbox", with: wanted, seed: false })).rejects.toMatchObject({
      ...{ code: "IMAGE_NOT_PREPARED", exitCode: 6, detail: "the end" },
      facts: { base: BASE, service: "keycloak", why: "exit 1" },
    });
  });

  test("listens where its probes ask", () => {
    expect(keycloak.containers?.keycloak?.prepared?.steps.join("\n")).toContain("KC_HEALTH_ENABLED=true");
  });
});
