import { describe, expect, test } from "vitest";
import { listKeys, rotateKeys } from "../../src/flows/keys.ts";
import { token } from "../../src/flows/token.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const running = async () => {
  const setUp = lifecycleWorld();
  await setUp.up();
  return setUp;
};

describe("token", () => {
  test("names as a person writes them become what the server is asked for", async () => {
    const { world } = await running();
    const { claims } = await token(world, { user: "viewer", roles: ["admin"], tenant: "Demo Company", ttlSeconds: 60 });
    expect(claims.asked).toEqual({
      ...{ username: "viewer@agentvoicebox.local", roles: ["admin"], ttlSeconds: 60 },
      tenant: "00000000-0000-0000-0000-000000000002",
    });
  });

  test("without a name it is the ordinary user's; with a client alone it is the client's own", async () => {
    const { world } = await running();
    expect((await token(world, {})).claims.asked).toEqual({ username: "user@agentvoicebox.local" });
    const own = await token(world, { client: "agentvoicebox-api" });
    expect(own.claims.asked).toEqual({ clientId: "agentvoicebox-api" });
  });

  test.each([
    [{ user: "nobody" }, "the sandbox has no user 'nobody'; it has admin@"],
    [{ client: "portal" }, "the sandbox has no client 'portal'; it has agentvoicebox-backend"],
    [{ roles: ["king"] }, "the sandbox has no role 'king'; it has admin, user"],
    [{ tenant: "Acme" }, "the sandbox has no tenant 'Acme'; it has platform, acme-voice, demo-company"],
  ])("%o is refused with what there is", async (options, says) => {
    const { world } = await running();
    await expect(token(world, options)).rejects.toMatchObject({
      code: "IDENTITY_UNKNOWN",
      exitCode: 2,
      message: expect.stringContaining(says),
    });
  });

  test("without a running sandbox it says how to start one", async () => {
    await expect(token(lifecycleWorld().world, {})).rejects.toMatchObject({
      code: "SANDBOX_NOT_RUNNING",
      exitCode: 8,
      fixes: ["avb dev up --mode sandbox"],
    });
  });

  test("in a mode without it, it says where it belongs", async () => {
    const { world } = await running();
    await expect(token(world, { mode: "production" })).rejects.toMatchObject({
      code: "VERB_NOT_IN_MODE",
      message: "'token' does not exist in mode production; it belongs to the sandbox mode",
    });
  });
});

describe("keys", () => {
  test("list names what is published, and rotate what it changed", async () => {
    const { world, tools } = await running();
    expect((await listKeys(world)).keys).toEqual([{ kid: "k1", alg: "RS256", use: "", signs: true }]);
    expect(await rotateKeys(tools)).toEqual({ kid: "k2", previous: "k1" });
  });
});
