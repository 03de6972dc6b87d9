import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goodFor } from "../support/credential-samples.ts";
import { piped } from "../support/piped-avb.ts";
import { rotatingCheckout } from "../support/rotating-checkout.ts";
import { avbHome } from "../support/run-avb.ts";

const MINUTES = 60_000;

test(
  "a value that a person made is piped in, told clicks, and the old one asked about",
  async () => {
    const all = await rotatingCheckout();
    const [old, next] = [all.vendors.add("anthropic", "old"), all.vendors.add("anthropic", "new")];
    const { ANTHROPIC_ADMIN_KEY: _, ...env } = all.env;
    expect((await piped(all.home, ["secrets", "set", "anthropic"], old.value, env)).status).toBe(0);
    const rotate = ["secrets", "rotate", "anthropic", "--grace", "0"];
    const unasked = await piped(all.home, rotate, next.value, env);
    expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining("[NEEDS_ANSWER]")]);
    // The vendor lists nothing without its admin key: what the person does there is played once it is told.
    all.vendors.instead = () => {
      if (all.vendors.asked.length > asked + 2) all.vendors.keys.delete(old.id);
      return undefined;
    };
    const asked = all.vendors.asked.length;
    const done = await piped(all.home, [...rotate, "--yes"], next.value, env);
    expect(done.status, done.stderr).toBe(0);
    expect(done.stderr).toContain("platform.claude.com/settings/keys");
    for (const run of [unasked, done])
      for (const value of [old.value, next.value])
        expect(`${run.stdout}${run.stderr}${"argv" in run ? run.argv : ""}`).not.toContain(value);
    all.home.remove();
  },
  MINUTES,
);

test("bad entries are told with their line, and nothing runs", async () => {
  const home = avbHome();
  const bad =
    "rotations:\n  openai:\n    grace: soon\n    consumers:\n      - {run: [a], compose: {project: p, service: s}}\n";
  writeFileSync(join(home.cwd, ".devenvrc"), bad);
  const { status, stderr } = await home.run(["secrets", "rotate", "openai", "--plan"]);
  expect(status).toBe(3);
  expect(stderr).toMatch(/\.devenvrc:3:\d+: rotations\.openai\.grace/);
  expect(stderr).toMatch(/\.devenvrc:5:\d+: rotations\.openai\.consumers/);
  home.remove();
});

test(
  "the signing key's set is the product of its command",
  async () => {
    const home = avbHome();
    expect((await piped(home, ["secrets", "set", "jwt"], goodFor("signing-key"))).status).toBe(0);
    const rotated = await home.run(["secrets", "rotate", "jwt", "--algorithm", "RS256", "--grace", "0", "--yes"]);
    expect(rotated.status, rotated.stderr).toBe(0);
    const { keys } = JSON.parse((await home.run(["secrets", "jwks"])).stdout);
    expect(keys).toMatchObject([{ kty: "RSA", alg: "RS256", use: "sig", e: "AQAB" }]);
    expect(keys[0]).not.toHaveProperty("d");
    home.remove();
  },
  MINUTES,
);
