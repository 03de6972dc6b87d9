import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
afterAll(() => home.remove());
writeFileSync(join(home.cwd, ".devenvrc"), "seeds: {redis: [a.json]}\n");
writeFileSync(join(home.cwd, "a.json"), "{}");
beforeAll(async () => expect((await home.run(["trust", "--yes"])).status).toBe(0));
const SAYS = "nothing in this version of avb acts on seeds.redis of the configuration";

test.concurrent.each([[["dev", "config"]], [["dev", "up", "--plan"]], [["dev", "render"]], [["trust", "--show"]]])(
  "avb %j says once which keys nothing acts on",
  async (command) => {
    const { status, stderr } = await home.run(command);
    expect([status, stderr.split("\n").filter((line) => line.includes(SAYS))]).toEqual([0, [`avb: warning: ${SAYS}`]]);
  },
);

test.concurrent("--json tells it among the warnings", async () => {
  expect(JSON.parse((await home.run(["dev", "config", "--json"])).stdout).warnings).toEqual([SAYS]);
});
