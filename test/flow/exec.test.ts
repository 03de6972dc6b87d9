import { describe, expect, it } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { type ExecRequest, exec } from "../../src/flows/exec.ts";
import { envCheckout } from "../support/env-checkout.ts";

/** Runs `exec` with a shell that only notes what it was handed; the real one is tested with real processes. */
async function handed(world: World, more: Partial<ExecRequest> = {}) {
  const calls: Parameters<World["shell"]["hand"]>[] = [];
  const shell: World["shell"] = { ...world.shell, hand: async (...call) => calls.push(call) + 40 };
  const status = await exec(
    { ...world, shell },
    {
      overrides: {},
      wishes: { services: [], renames: [] },
      command: ["app", "--flag"],
      signal: new AbortController().signal,
      caution: () => {},
      ...more,
    },
  );
  return { status, calls, env: calls[0]?.[1].env ?? {} };
}

describe("exec", () => {
  it("puts the values over what the parent has, and leaves the rest of it", async () => {
    await using place = await envCheckout({
      host: { env: { KEYCLOAK_URL: "http://old", EDITOR: "vi", GONE: undefined } },
    });
    const { status, calls, env } = await handed(place.world);
    expect(status).toBe(41);
    expect(calls[0]?.[0]).toEqual(["app", "--flag"]);
    expect(calls[0]?.[1].cwd).toBe(place.root);
    expect(env).toMatchObject({ KEYCLOAK_URL: "http://localhost:8080", EDITOR: "vi", KEYCLOAK_BYPASS: "true" });
    expect(env).not.toHaveProperty("GONE");
    expect(env).not.toHaveProperty("VAULT_TOKEN");
  });

  it.each([
    [{}, "localhost,127.0.0.1,::1", "localhost,127.0.0.1,::1"],
    [{ NO_PROXY: "corp, localhost" }, "corp,localhost,127.0.0.1,::1", "corp,localhost,127.0.0.1,::1"],
    [{ no_proxy: "corp" }, "corp,localhost,127.0.0.1,::1", "corp,localhost,127.0.0.1,::1"],
    [{ NO_PROXY: "a", no_proxy: "b" }, "a,localhost,127.0.0.1,::1", "b,localhost,127.0.0.1,::1"],
  ])("keeps loopback off the company's proxy: %j", async (env, upper, lower) => {
    await using place = await envCheckout({ host: { env } });
    expect((await handed(place.world)).env).toMatchObject({ NO_PROXY: upper, no_proxy: lower });
  });

  it("follows the profile, the names and the services asked for", async () => {
    await using place = await envCheckout();
    const renames = ["KEYCLOAK_URL=AUTH_URL"];
    const { env } = await handed(place.world, { wishes: { services: ["keycloak"], renames, profile: "django" } });
    expect(env.AUTH_URL).toBe("http://localhost:8080");
    expect(env).not.toHaveProperty("KEYCLOAK_URL");
    expect(env).not.toHaveProperty("DB_HOST");
  });

  it("starts nothing when a signal came first, and nothing in production", async () => {
    await using place = await envCheckout();
    const signal = AbortSignal.abort("SIGTERM");
    await expect(handed(place.world, { signal })).rejects.toMatchObject({ exitCode: 143 });
    await expect(handed(place.world, { overrides: { mode: "production" } })).rejects.toMatchObject({
      code: "VERB_NOT_IN_MODE",
      exitCode: 2,
    });
  });
});
