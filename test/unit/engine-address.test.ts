import { describe, expect, test } from "vitest";
import { parseEngineAddress, reachOf } from "../../src/domain/engine-address.ts";

describe("how an engine is reached", () => {
  test.each([
    ["unix:///var/run/docker.sock", "local"],
    ["npipe:////./pipe/docker_engine", "local"],
    ["tcp://localhost:2375", "local"],
    ["tcp://127.0.0.1", "local"],
    ["tcp://127.1.2.3:9", "local"],
    ["tcp://[::1]:2375", "local"],
    ["https://localhost:2376", "local"],
    ["tcp://10.0.0.5:2376", "tcp"],
    ["tcp://127.0.0.1.example.com:2375", "tcp"],
    ["tcp://localhost.example.com", "tcp"],
    ["http://0.0.0.0:2375", "tcp"],
    ["ssh://me@box", "ssh"],
    ["ssh://localhost", "ssh"],
  ])("%s is %s", (address, reach) => {
    expect(reachOf(parseEngineAddress(address))).toBe(reach);
  });
});
