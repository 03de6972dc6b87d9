import { describe, expect, test } from "vitest";
import { renderShop as live } from "../support/render-world.ts";

describe("rendering the live mode", () => {
  test("gives the stack and, apart from it, Lago", async () => {
    const { rendering, data } = await live();
    expect(rendering.documents.map(({ file, containers }) => [file, containers])).toEqual([
      ["compose.yaml", ["keycloak", "opa", "postgres", "redis", "temporal", "vault"]],
      [
        "lago.compose.yaml",
        ["lago-api", "lago-clock", "lago-db", "lago-front", "lago-migrate", "lago-redis", "lago-worker"],
      ],
    ]);
    expect(data.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^avb-shop-[0-9a-f]{8}$/),
      expect.stringMatching(/^avb-shop-[0-9a-f]{8}-lago$/),
    ]);
  });

  test("isolates Lago: no network in common, its API alone on the open one, and what brings webhooks on one of its own", async () => {
    const { data, containers } = await live();
    const names = data.map(({ networks }) => Object.values(networks).map(({ name }) => name));
    expect(names).toEqual([["avb-shop"], ["avb-shop-lago-closed", "avb-shop-lago", "avb-shop-lago-calls"]]);
    const on = (network: string) =>
      Object.entries(containers).flatMap(([name, { networks }]) =>
        network in networks ? [[name, networks[network]]] : [],
      );
    expect(on("lago-open")).toEqual([["lago-api", { aliases: ["lago"] }]]);
    expect(on("lago-calls")).toEqual([["lago-worker", null]]);
    expect(containers["lago-worker"]?.extra_hosts).toEqual(["host.docker.internal:host-gateway"]);
  });

  test("binds every port to the loopback address and to the documented number", async () => {
    const { containers } = await live();
    const ports = Object.values(containers).flatMap((one) => one.ports ?? []);
    expect([...ports].sort()).toEqual([
      "127.0.0.1:63690:3000",
      "127.0.0.1:63691:80",
      "127.0.0.1:63692:5432",
      "127.0.0.1:63693:6379",
      "127.0.0.1:65003:8200",
      "127.0.0.1:65004:5432",
      "127.0.0.1:65005:6379",
      "127.0.0.1:65006:8080",
      "127.0.0.1:65007:7233",
      "127.0.0.1:65009:8233",
      "127.0.0.1:65030:8181",
    ]);
  });

  test("closes every container: no capability, no new privileges, bounded memory, processes, logs and restarts", async () => {
    const { containers } = await live("with: [kafka]\n");
    for (const [name, one] of Object.entries(containers)) {
      expect(one.cap_drop, name).toEqual(["ALL"]);
      expect(one.security_opt, name).toEqual(["no-new-privileges:true"]);
      expect(one.mem_limit, name).toMatch(/^\d+[mg]$/);
      expect(one.pids_limit, name).toBeGreaterThan(0);
      expect(one.logging, name).toMatchObject({ driver: "json-file" });
      expect(one.restart, name).toMatch(/^(no|on-failure:3)$/);
      for (const key of ["privileged", "depends_on", "profiles", "network_mode", "x-avb-ready"])
        expect(one).not.toHaveProperty(key);
    }
  });

  test("gives a container the memory that was asked for, by its own name or its service's", async () => {
    const { containers } = await live("memory: {keycloak: 2g, lago: 700m, lago-db: 1g}\n");
    const limits = Object.fromEntries(Object.entries(containers).map(([name, one]) => [name, one.mem_limit]));
    expect(limits).toMatchObject({ keycloak: "2g", "lago-db": "1g", "lago-api": "700m", "lago-redis": "700m" });
    expect(limits.redis).toBe("256m");
  });

  test("asks for no capability but those that nginx needs to leave root", async () => {
    const { containers } = await live("with: [kafka]\n");
    const added = Object.entries(containers).flatMap(([name, { cap_add }]) =>
      cap_add === undefined ? [] : [[name, cap_add]],
    );
    expect(added).toEqual([["lago-front", ["CHOWN", "SETGID", "SETUID"]]]);
  });

  test("labels each container with its owner, mode, slot, version and a digest of its recipe", async () => {
    const { data, containers } = await live();
    expect(containers.redis?.labels).toEqual({
      "avb.checkout": data[0]?.name.slice("avb-".length),
      "avb.mode": "live",
      "avb.recipe": expect.stringMatching(/^[0-9a-f]{16}$/),
      "avb.root": "/home/dev/shop",
      "avb.service": "redis",
      "avb.slot": "0",
      "avb.version": "1.2.3",
    });
  });

  test("keeps volumes and networks the same when only avb's version changes, since compose would make them anew", async () => {
    const [one, two] = await Promise.all([live(), live("", { version: "9.9.9" })]);
    expect(one.data.map(({ volumes, networks }) => [volumes, networks])).toEqual(
      two.data.map(({ volumes, networks }) => [volumes, networks]),
    );
    expect(one.containers.redis?.labels["avb.recipe"]).toBe(two.containers.redis?.labels["avb.recipe"]);
  });

  test("a slot moves ports, project and networks", async () => {
    const { data, containers } = await live("slot: 2\n");
    expect(data[0]?.name).toMatch(/^avb-shop-[0-9a-f]{8}-2$/);
    expect(data[1]?.name).toMatch(/^avb-shop-[0-9a-f]{8}-2-lago$/);
    expect(Object.values(data[0]?.networks ?? {}).map(({ name }) => name)).toEqual(["avb-shop-2"]);
    expect(containers.keycloak?.ports).toEqual(["127.0.0.1:65106:8080"]);
    expect(containers.keycloak?.environment?.KC_HOSTNAME).toBe("http://localhost:65106");
    expect(containers["lago-api"]?.environment?.LAGO_API_URL).toBe("http://localhost:63710");
  });

  test("tells Kafka's clients an address that each can reach", async () => {
    const { containers } = await live("with: [kafka]\n");
    expect(containers.kafka?.environment?.KAFKA_ADVERTISED_LISTENERS).toBe(
      "CONTAINERS://kafka:19092,HOST://localhost:65008",
    );
    expect(containers.kafka?.ports).toEqual(["127.0.0.1:65008:9092"]);
  });

  test("leaves out what --without leaves out, and a whole project with it", async () => {
    const { rendering } = await live("", { overrides: { mode: "live", without: ["lago", "opa"] } });
    expect(rendering.documents.map(({ containers }) => containers)).toEqual([
      ["keycloak", "postgres", "redis", "temporal", "vault"],
    ]);
  });

  test("--service renders that service alone", async () => {
    const { rendering } = await live("", { services: ["lago"] });
    expect(rendering.documents.map(({ file }) => file)).toEqual(["lago.compose.yaml"]);
    const { data } = await live("", { services: ["redis"] });
    expect(Object.keys(data[0]?.volumes ?? {})).toEqual(["redis-data"]);
  });
});
