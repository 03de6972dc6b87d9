import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { answeringEngine } from "../support/engine-socket.ts";

const CANARY = "canary-71aa!é:x";
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Knows one registry, by what stands on its standard input, and is told nothing in its command. */
const HELPER = `#!/bin/sh
read -r server
test "$server" = registry.example && test "$*" = get || exit 1
printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$server" "$HELPER_USER" '${CANARY}'
`;

/** What the engine is sent as a login when this image is pulled. */
async function sentFor(image: string, config: unknown, user = "me"): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "avb-login-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  await writeFile(join(folder, "docker-credential-own"), HELPER);
  await chmod(join(folder, "docker-credential-own"), 0o700);
  const sent: unknown[] = [];
  const env = { DOCKER_CONFIG: folder, PATH: `${folder}:/usr/bin:/bin`, HELPER_USER: user };
  const { containers } = await answeringEngine((request, response) => {
    expect(request.url).not.toContain("canary");
    sent.push(request.headers["x-registry-auth"]);
    response.end();
  }, env);
  await containers.pull(image, { timeoutMs: 10_000 }, () => {});
  const [header] = sent;
  return typeof header === "string" ? JSON.parse(Buffer.from(header, "base64url").toString()) : undefined;
}

const PASSWORD = { username: "me", password: CANARY };

describe("the login for a registry", () => {
  test("is the one in docker's own file", async () => {
    const config = { auths: { "registry.example": { auth: base64(`me:${CANARY}`) }, other: { auth: base64("a:b") } } };
    expect(await sentFor("registry.example/a:1", config)).toEqual({ serveraddress: "registry.example", ...PASSWORD });
  });

  test("of Docker Hub stands under its old address", async () => {
    const serveraddress = "https://index.docker.io/v1/";
    const config = { auths: { [serveraddress]: { auth: base64(`me:${CANARY}`) } } };
    expect(await sentFor("redis:8", config)).toEqual({ serveraddress, ...PASSWORD });
  });

  test.each([{ credsStore: "own" }, { credHelpers: { "registry.example": "own" }, credsStore: "missing" }])(
    "comes from a helper: %o",
    async (config) => {
      expect(await sentFor("registry.example/a:1", config)).toEqual({ serveraddress: "registry.example", ...PASSWORD });
    },
  );

  test("may be a token", async () => {
    const token = { serveraddress: "registry.example", identitytoken: CANARY };
    expect(await sentFor("registry.example/a:1", { credsStore: "own" }, "<token>")).toEqual(token);
    const auths = { "registry.example": { identitytoken: CANARY } };
    expect(await sentFor("registry.example/a:1", { auths })).toEqual(token);
  });

  test.each([
    ["no registry of this name", { auths: { other: { auth: base64("a:b") } } }],
    ["a helper that does not know it, nor is there", { credsStore: "missing" }],
    ["a helper with a path for a name", { credsStore: "../own" }],
    ["an entry without a login", { auths: { "registry.example": {} } }],
    ["a file that is no JSON", "{"],
    ["a file with something else in it", "[1]"],
  ])("is none where there is %s", async (_what, config) => {
    expect(await sentFor("registry.example/a:1", config)).toBeUndefined();
  });
});
