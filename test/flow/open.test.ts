import { expect, test } from "vitest";
import type { Host } from "../../src/domain/world.ts";
import { type OpenRequest, open } from "../../src/flows/open.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const DESKTOP = {
  DISPLAY: ":0",
  PATH: "/usr/bin",
  HOME: "/home/dev",
  AVB_STATE_DIR: "/state",
  AWS_SECRET_ACCESS_KEY: "x",
};

async function bench(host: Partial<Host> = { stdoutIsTty: true, env: DESKTOP }) {
  const stack = lifecycleWorld();
  Object.assign(stack.world.host, host);
  await stack.up();
  const { commands } = stack.world;
  commands.length = 0;
  const ask = (request: Partial<OpenRequest> = {}) =>
    open(stack.world, { overrides: {}, service: "keycloak", printOnly: false, ...request });
  return { ...stack, commands, ask };
}

test("the sandbox's home page opens in the person's browser", async () => {
  const { ask, commands } = await bench();
  expect(await ask()).toEqual({ service: "keycloak", url: "http://localhost:8080/", opened: true });
  expect(commands).toEqual([["xdg-open", "http://localhost:8080/"]]);
});

test.each([
  ["darwin", {}, ["open"]],
  ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler"]],
  ["linux", { WSL_DISTRO_NAME: "Debian" }, ["wslview"]],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open"]],
])("%s with %j opens with its own program", async (platform, env, opener) => {
  const { ask, commands } = await bench({ stdoutIsTty: true, platform, env: { AVB_STATE_DIR: "/state", ...env } });
  await ask();
  expect(commands).toEqual([[...opener, "http://localhost:8080/"]]);
});

test("the browser gets the desktop session's environment and nothing of the application's", async () => {
  const { ask, world } = await bench();
  const given: unknown[] = [];
  Object.assign(world.browser, {
    launch: async (_: unknown, env: unknown) => {
      given.push(env);
    },
  });
  await ask();
  expect(given).toEqual([{ DISPLAY: ":0", PATH: "/usr/bin", HOME: "/home/dev" }]);
});

test.each([
  ["without a terminal", { stdoutIsTty: false, env: DESKTOP }, {}],
  ["without a desktop", { stdoutIsTty: true, env: { AVB_STATE_DIR: "/state" } }, {}],
  ["when asked to print", { stdoutIsTty: true, env: DESKTOP }, { printOnly: true }],
])("%s the address is only named", async (_, host, request) => {
  const { ask, commands } = await bench(host);
  expect(await ask({ service: "lago", ...request })).toEqual({
    service: "lago",
    url: "http://localhost:8080/#billing",
    opened: false,
  });
  expect(commands).toEqual([]);
});

test("a browser that cannot be started leaves the address in the error", async () => {
  const { ask, world } = await bench();
  world.programs.set("xdg-open", () => ({ exitCode: 3, stdout: "", stderr: "" }));
  await expect(ask()).rejects.toMatchObject({
    code: "BROWSER_FAILED",
    exitCode: 5,
    facts: { url: "http://localhost:8080/" },
  });
});

test("a service without a page names those that have one", async () => {
  const { ask } = await bench();
  await expect(ask({ service: "vault" })).rejects.toMatchObject({
    code: "NOTHING_TO_OPEN",
    exitCode: 2,
    message: expect.stringContaining("keycloak and lago"),
  });
});

test("nothing opens when nothing runs, and not in production", async () => {
  const { world } = lifecycleWorld();
  const request = { service: "keycloak", printOnly: true };
  await expect(open(world, { overrides: {}, ...request })).rejects.toMatchObject({
    code: "SANDBOX_NOT_RUNNING",
    exitCode: 8,
  });
  await expect(open(world, { overrides: { mode: "production" }, ...request })).rejects.toMatchObject({
    code: "VERB_NOT_IN_MODE",
    exitCode: 2,
  });
});
