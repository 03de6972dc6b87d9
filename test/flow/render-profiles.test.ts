import { describe, expect, test } from "vitest";
import { renderShop } from "../support/render-world.ts";

const profiles = (overrides = {}) => renderShop("", { profiles: true, overrides });

describe("one document with profiles", () => {
  test("sandbox has what the matrix neither bypasses nor disables, live has the whole mode, Kafka stands apart", async () => {
    const { rendering, containers } = await profiles();
    expect(rendering.documents.map(({ file }) => file)).toEqual(["compose.profiles.yaml"]);
    const of = Object.fromEntries(Object.entries(containers).map(([name, one]) => [name, one.profiles?.join()]));
    expect(of).toEqual({
      kafka: "kafka",
      keycloak: "live",
      ...{ "lago-api": "live", "lago-clock": "live", "lago-db": "live", "lago-front": "live", "lago-migrate": "live" },
      ...{ "lago-redis": "live", "lago-worker": "live" },
      opa: "live",
      postgres: "sandbox,live",
      redis: "sandbox,live",
      temporal: "live",
      vault: "live",
    });
  });

  test("--with puts a service into both, --without into none", async () => {
    const { containers } = await profiles({ with: ["kafka"], without: ["vault"] });
    expect(containers.kafka?.profiles).toEqual(["sandbox", "live"]);
    expect(containers).not.toHaveProperty("vault");
  });

  test("names no folder of this machine, since the document may be committed", async () => {
    const { rendering, containers } = await profiles();
    expect(containers.redis?.labels).not.toHaveProperty("avb.root");
    for (const { text } of rendering.documents) expect(text).not.toContain("/home/dev/shop");
  });

  test("orders the containers by what the catalogue says they need", async () => {
    const { containers } = await profiles();
    expect(containers.keycloak?.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
    expect(containers["lago-migrate"]?.depends_on).toEqual({ "lago-db": { condition: "service_healthy" } });
    expect(containers["lago-api"]?.depends_on).toEqual({
      "lago-migrate": { condition: "service_completed_successfully" },
      "lago-redis": { condition: "service_healthy" },
    });
    expect(containers.redis).not.toHaveProperty("depends_on");
  });

  test("waits only for containers that are in the document and for health only where there is a healthcheck", async () => {
    const { containers } = await profiles();
    for (const one of Object.values(containers))
      for (const [name, { condition }] of Object.entries(one.depends_on ?? {})) {
        expect(containers).toHaveProperty(name);
        if (condition === "service_healthy") expect(containers[name]).toHaveProperty("healthcheck");
      }
  });

  test("keeps Lago on networks of its own", async () => {
    const { containers } = await profiles();
    expect(Object.keys(containers["lago-api"]?.networks ?? {})).toEqual(["lago", "lago-open"]);
    expect(Object.keys(containers["lago-db"]?.networks ?? {})).toEqual(["lago"]);
    expect(Object.keys(containers.keycloak?.networks ?? {})).toEqual(["default"]);
  });
});
