import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { avbHome } from "../support/run-avb.ts";

const claimed = await claimThisSlot("8");
afterAll(() => claimed.release());

const home = avbHome();
const SLOT = { AVB_SLOT: "8" };
let origin = "";

beforeAll(async () => {
  const up = await home.run(["dev", "up", "--mode", "sandbox", "--json"], SLOT);
  expect(up).toMatchObject({ status: 0 });
});
afterAll(async () => {
  expect(await home.run(["dev", "down", "--json"], SLOT)).toMatchObject({ status: 0 });
  home.remove();
});

describe("avb dev open", () => {
  test("names the page on stdout and starts nothing without a terminal; the page is there", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "open"], { ...SLOT, DISPLAY: ":99" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^http:\/\/localhost:\d+\/\n$/);
    origin = stdout.trim();
    expect(await (await fetch(origin)).text()).toContain("The sandbox is running");
  });

  test("gives programs the same in the envelope", async () => {
    const { stdout } = await home.run(["dev", "open", "keycloak", "--json"], SLOT);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      command: "dev open",
      data: { service: "keycloak", url: origin, opened: false },
    });
  });

  test("a service without a page is a mistake of usage", async () => {
    const { status, stdout, stderr } = await home.run(["dev", "open", "vault"], SLOT);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^avb: 'vault' has no page in mode sandbox; .*\[NOTHING_TO_OPEN\]\n$/);
  });
});
