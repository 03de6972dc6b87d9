import { describe, expect, test } from "vitest";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const SHOP = "/home/dev/shop";

function shop(files: Readonly<Record<string, string>> = {}, host: Parameters<typeof fakeWorld>[0] = {}) {
  const world = fakeWorld(host);
  world.files.put(`${SHOP}/.git/HEAD`, "");
  world.files.put("/avb/package.json", '{"version": "0.3.1"}');
  for (const [name, text] of Object.entries(files)) world.files.put(`${SHOP}/${name}`, text);
  return world;
}

const env = (variables: Readonly<Record<string, string>>) => ({ env: { AVB_STATE_DIR: "/state", ...variables } });

describe("precedence", () => {
  const files = { ".devenvrc": "mode: live\nslot: 1\nwith: [opa]\n", ".devenvrc.local": "mode: production\nslot: 2\n" };

  test("flags win over AVB_*, then .devenvrc.local, .devenvrc, and the defaults", async () => {
    const bare = await openCheckout(shop());
    expect([bare.loaded.config.mode, bare.loaded.origins.mode]).toEqual([undefined, undefined]);
    const one = await openCheckout(shop({ ".devenvrc": files[".devenvrc"] }));
    expect([one.loaded.config.mode, one.loaded.origins.mode]).toEqual(["live", ".devenvrc"]);
    const local = await openCheckout(shop(files));
    expect([local.loaded.config.mode, local.loaded.origins.mode]).toEqual(["production", ".devenvrc.local"]);
    expect([local.slot, local.loaded.origins.with]).toEqual([2, ".devenvrc"]);
    const twin = await openCheckout(shop(files, env({ AVB_MODE: "sandbox", AVB_SLOT: "3" })));
    expect([twin.loaded.config.mode, twin.loaded.origins.mode, twin.slot]).toEqual(["sandbox", "environment", 3]);
    const flag = await openCheckout(shop(files, env({ AVB_MODE: "sandbox" })), { mode: "live" });
    expect([flag.loaded.config.mode, flag.loaded.origins.mode]).toEqual(["live", "flag"]);
  });

  test("a flag that only repeats its variable is told of as the variable", async () => {
    const { loaded } = await openCheckout(shop(files, env({ AVB_MODE: "sandbox", AVB_WITH: "vault" })), {
      mode: "sandbox",
      with: ["vault"],
    });
    expect([loaded.origins.mode, loaded.origins.with]).toEqual(["environment", "environment"]);
  });

  test("maps are joined entry by entry, each with its own origin and place; lists are replaced", async () => {
    const { loaded } = await openCheckout(
      shop(
        {
          ".devenvrc": "ports: {vault: 65031, opa: 65032}\nwith: [redis]\n",
          ".devenvrc.local": "ports:\n  opa: 65033\nwith: [kafka]\n",
        },
        env({ AVB_PORT_TEMPORAL_UI: "65034" }),
      ),
    );
    expect(loaded.config.ports).toEqual({ vault: 65031, opa: 65033, "temporal.ui": 65034 });
    expect(loaded.config.with).toEqual(["kafka"]);
    expect(loaded.origins).toMatchObject({
      "ports.vault": ".devenvrc",
      "ports.opa": ".devenvrc.local",
      "ports.temporal.ui": "environment",
    });
    expect(loaded.places?.["ports.opa"]).toMatchObject({ file: ".devenvrc.local", line: 2, column: 8 });
    expect(loaded.places).not.toHaveProperty(["ports.temporal.ui"]);
  });

  test("a service that a stronger source leaves out does not run, and the other way round", async () => {
    const out = await openCheckout(shop({ ".devenvrc": "with: [redis, opa]\n" }), { without: ["opa"] });
    expect([out.loaded.config.with, out.loaded.config.without]).toEqual([["redis"], ["opa"]]);
    const back = await openCheckout(shop({ ".devenvrc": "without: [redis, opa]\n" }), { with: ["opa"] });
    expect([back.loaded.config.with, back.loaded.config.without]).toEqual([["opa"], ["redis"]]);
  });
});

describe("the environment's twins", () => {
  test.each([
    ["AVB_MODE", "prod"],
    ["AVB_SLOT", "10"],
    ["AVB_SLOT", "1.0"],
    ["AVB_WITH", "redis,postgress"],
    ["AVB_WITHOUT", "Vault"],
    ["AVB_PORT_VAULT", "80"],
    ["AVB_PORT_VAULT", "0x50"],
    ["AVB_PORT_VAULT", "65001"],
    ["AVB_PORT_NOTHING", "65031"],
    ["AVB_STATE_DIR", "relative/folder"],
  ])("%s=%s ends with 2 and names the variable", async (variable, value) => {
    const [error] = await errorsOf(() => openCheckout(shop({}, env({ [variable]: value }))));
    expect(error).toMatchObject({ code: "VARIABLE_INVALID", exitCode: 2, facts: { variable, got: value } });
    expect(error?.fixes).toEqual([`unset ${variable}`]);
  });

  test("an empty variable says nothing", async () => {
    const { loaded } = await openCheckout(
      shop({}, env({ AVB_MODE: "", AVB_SLOT: "", AVB_WITH: "", AVB_PORT_VAULT: "" })),
    );
    expect(loaded.origins).toEqual({});
  });

  test("a mode that is none ends with 2, and the file's problems follow", async () => {
    const errors = await errorsOf(() => openCheckout(shop({ ".devenvrc": "slot: 11\n" }), { mode: "prod" }));
    expect(errors.map(({ code }) => code)).toEqual(["MODE_UNKNOWN", "CONFIG_INVALID"]);
  });
});

describe("requires", () => {
  test.each([
    [">=0.3", true],
    [">=0.3.1", true],
    [">=0.3.2", false],
    [">=0.10", false],
    [">=1.0", false],
  ])("%s against 0.3.1", async (requires, enough) => {
    const errors = await errorsOf(() => openCheckout(shop({ ".devenvrc": `requires: '${requires}'\n` })));
    expect(errors.map(({ code, exitCode }) => [code, exitCode])).toEqual(enough ? [] : [["AVB_TOO_OLD", 5]]);
  });

  test("an older avb is told so before anything it does not know", async () => {
    const errors = await errorsOf(() => openCheckout(shop({ ".devenvrc": "tomorrow: 1\nrequires: '>=2.0'\n" })));
    expect(errors.map(({ code, place }) => [code, place?.line])).toEqual([["AVB_TOO_OLD", 2]]);
  });
});
