import { afterAll, describe, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());

describe("what a person types", () => {
  test("an option given twice is refused with 2, and so is its --json twin", async () => {
    const text = await home.run(["dev", "up", "--mode", "sandbox", "--mode=live"]);
    expect([text.status, text.stderr]).toEqual([2, expect.stringContaining("--mode is given 2 times")]);
    const json = await home.run(["dev", "up", "--mode", "sandbox", "--mode=live", "--json"]);
    expect(JSON.parse(json.stdout).error).toMatchObject({ code: "USAGE", exit: 2 });
  });

  test("a wrong AVB_ twin is named, not the flag it stands for", async () => {
    const done = await home.run(["dev", "up", "--plan"], { AVB_MODE: "prod" });
    expect([done.status, done.stderr]).toEqual([2, expect.stringContaining("AVB_MODE is 'prod'")]);
  });

  test("an unknown command is refused with 2 and no stack trace", async () => {
    const done = await home.run(["dev", "upp"]);
    expect([done.status, done.stderr]).toEqual([2, "avb: 'avb dev upp' is not a command. Fix: avb dev up. [USAGE]\n"]);
  });

  test.each([[["--help"]], [["dev", "-h"]], [["dev", "up", "--help"]], [["help", "dev", "up"]]])(
    "help is on stdout with 0: %j",
    async (args) => {
      const done = await home.run(args);
      expect([done.status, done.stderr]).toEqual([0, ""]);
      expect(done.stdout).toContain("USAGE");
    },
  );

  test("-v is --version", async () => {
    expect((await home.run(["-v"])).stdout).toBe((await home.run(["--version"])).stdout);
  });
});
