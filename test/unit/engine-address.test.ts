import { describe, expect, test } from "vitest";
import { defaultSockets, parseEngineAddress, reachOf } from "../../src/domain/engine-address.ts";

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

describe("an address of ssh", () => {
  test.each([
    ["ssh://box", { host: "box", socket: "/var/run/docker.sock" }],
    ["ssh://me@Box.example.com/", { host: "Box.example.com", user: "me" }],
    ["ssh://me:pass@10.0.0.5:2222", { host: "10.0.0.5", user: "me", port: "2222", text: "ssh://10.0.0.5:2222" }],
    ["ssh://[fe80::1]:22", { host: "fe80::1", port: "22" }],
    ["ssh://box/run/user/1000/docker.sock", { socket: "/run/user/1000/docker.sock" }],
  ])("%s is taken apart as it is written", (address, parts) => {
    expect(parseEngineAddress(address)).toMatchObject({ kind: "ssh", ...parts });
  });

  test.each([
    "ssh://",
    "ssh://-oProxyCommand=touch",
    "ssh://me@-oProxyCommand=touch",
    "ssh://-l@box",
    "ssh://box:port",
    "ssh://box/a b",
    "ssh://box;id",
    "ssh://me@box@other",
  ])("%s is none", (address) => {
    expect(() => parseEngineAddress(address)).toThrow(expect.objectContaining({ code: "ENGINE_ADDRESS" }));
  });
});

describe("the usual sockets", () => {
  test.each([
    ["Docker's own", "/var/run/docker.sock"],
    ["Docker Desktop's on macOS", "/home/me/.docker/run/docker.sock"],
    ["Docker Desktop's on Linux", "/home/me/.docker/desktop/docker.sock"],
    ["OrbStack's", "/home/me/.orbstack/run/docker.sock"],
    ["Colima's", "/home/me/.colima/default/docker.sock"],
    ["Rancher Desktop's", "/home/me/.rd/docker.sock"],
    ["rootless Docker's", "/run/user/1000/docker.sock"],
    ["a user's Podman's", "/run/user/1000/podman/podman.sock"],
    ["the superuser's Podman's", "/run/podman/podman.sock"],
  ])("%s is one of them", (_whose, path) => {
    expect(defaultSockets("linux", "/home/me", "/run/user/1000")).toContain(path);
  });

  test("are tried with Docker's own first, and only where there is a folder for them", () => {
    expect(defaultSockets("linux", "/home/me", "/run/user/1000")[0]).toBe("/var/run/docker.sock");
    expect(defaultSockets("darwin", "/Users/me", undefined).filter((path) => path.startsWith("/run/user"))).toEqual([]);
  });

  test("on Windows are a pipe", () => {
    expect(defaultSockets("win32", "C:\\Users\\me", undefined)).toEqual(["//./pipe/docker_engine"]);
  });
});
