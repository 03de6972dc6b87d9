import { describe, expect, test } from "vitest";
import { refusalOf } from "../../src/domain/engine-refusals.ts";

const FAILED = "driver failed programming external connectivity on endpoint api (6ad9): ";
const IN_USE = "address already in use";

describe("a port that could not be published is named, whoever says so", () => {
  test.each([
    [`Error starting userland proxy: listen tcp4 0.0.0.0:65001: bind: ${IN_USE}`, IN_USE],
    [`${FAILED}Error starting userland proxy: listen tcp4 127.0.0.1:65001: bind: ${IN_USE}`, IN_USE],
    [`${FAILED}Bind for 127.0.0.1:65001 failed: port is already allocated`, "port is already allocated"],
    [`${FAILED}failed to bind host port for 127.0.0.1:65001:172.17.0.3:80/tcp: ${IN_USE}`, IN_USE],
    [`${FAILED}failed to bind host port 127.0.0.1:65001/tcp: ${IN_USE}`, IN_USE],
    [`${FAILED}failed to bind host port for [::1]:65001:172.17.0.3:80/tcp: permission denied`, "permission denied"],
    [
      `Ports are not available: exposing port TCP 127.0.0.1:65001 -> 127.0.0.1:0: listen tcp 127.0.0.1:65001: bind: ${IN_USE}`,
      IN_USE,
    ],
    [`rootlessport listen tcp 127.0.0.1:65001: bind: ${IN_USE}`, IN_USE],
    [`cannot listen on the TCP port: listen tcp4 :65001: bind: ${IN_USE}`, IN_USE],
  ])("%s", (text, why) => {
    expect(refusalOf(text)).toMatchObject({ code: "PORT_LOST", exitCode: 7, facts: { port: "65001", why, slot: "1" } });
  });
});

describe("what else an engine refuses has an error of its own", () => {
  test.each([
    ["all predefined address pools have been fully subnetted", "ADDRESS_POOL_EMPTY", 6],
    [
      "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
      "ADDRESS_POOL_EMPTY",
      6,
    ],
    ["failed to register layer: write /usr/lib/x.so: no space left on device", "ENGINE_DISK_FULL", 12],
    ["No such image: keycloak:26", "IMAGE_ABSENT", 5],
    ["No such image: keycloak:26:", "IMAGE_ABSENT", 5],
    [
      'creating container storage: the container name "shop-redis" is already in use by c19ed6171f4e. You have to remove that container to be able to reuse that name: that name is already in use',
      "CONTAINER_NAME_TAKEN",
      6,
    ],
    ["container 5769c94c9eaf is not running", "CONTAINER_NOT_RUNNING", 8],
    ["Container 5769c94c9eaf is paused, unpause the container before exec", "CONTAINER_NOT_RUNNING", 8],
    ["Container 5769c94c9eaf is restarting, wait until the container is running", "CONTAINER_NOT_RUNNING", 8],
    ["No such container: 5769c94c9eaf", "CONTAINER_GONE", 8],
    ['no container with name or ID "5769c94c9eaf" found: no such container', "CONTAINER_GONE", 8],
  ])("%s", (text, code, exitCode) => {
    expect(refusalOf(text)).toMatchObject({ code, exitCode });
  });

  test("an id is cut to what people know it by", () => {
    expect(refusalOf(`No such container: ${"a1".repeat(32)}`)?.facts).toEqual({ id: "a1a1a1a1a1a1" });
  });

  test("words that nobody knows mean nothing", () => {
    expect(refusalOf("invalid mount config for type bind")).toBeUndefined();
    expect(refusalOf('Get "https://registry-1.docker.io/v2/": dial tcp 1.2.3.4:443: i/o timeout')).toBeUndefined();
  });
});
