import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { env } from "../../src/flows/env.ts";
import { checkEnv } from "../../src/flows/env-check.ts";
import { writeEnv } from "../../src/flows/env-write.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { chosenStore } from "../../src/flows/secrets/chosen-store.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { secretsOf, set } from "../support/secrets-verbs.ts";
import { brief, errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";
import { given, none, revealed, trusted, wishes, worldOf } from "../support/third-party-world.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());
const world = (more: Record<string, string> = {}) => worldOf(home, more);

describe("the variables of QUALISYS", () => {
  test("are those of the catalogue that the environment has, and none of them is shown unasked", async () => {
    const key = goodFor("openai-key");
    await set(await secretsOf(world()), "openai", key);
    const { report, text } = await env(world(), { overrides: {}, wishes, reveal: false, format: "dotenv" });
    const names = report.variables.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["OPENAI_API_KEY", "GOOGLE_CLIENT_ID", "PAYPAL_CLIENT_ID"]));
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain("KEYCLOAK_URL");
    expect(report.withheld).toEqual(names);
    expect(JSON.stringify([report, text])).not.toContain(key);
  });

  test("come from the local store; what is not there or is a placeholder is said and left out", async () => {
    const key = goodFor("openai-key");
    const secrets = await secretsOf(world());
    await set(secrets, "openai", key);
    await set(secrets, "sendgrid", "REPLACE_WITH_SENDGRID_KEY", { unchecked: true });
    const { seen, told } = await given(world());
    expect(seen.OPENAI_API_KEY).toBe(key);
    expect([seen.SENDGRID_API_KEY, seen.ANTHROPIC_API_KEY]).toEqual([undefined, undefined]);
    expect(told).toMatch(
      /ANTHROPIC_API_KEY is left out: anthropic has no api_key in the store local \(dev\); so are .*SENDGRID_API_KEY/,
    );
    const { report } = await revealed(world());
    expect(report.leftOut.find(({ name }) => name === "SENDGRID_API_KEY")?.why).toMatch(/placeholder.*local \(dev\)/);
    expect(report.variables.find(({ name }) => name === "SENDGRID_API_KEY")).toMatchObject({ kind: "unset" });
  });

  test("a key of many lines has one, with \\n, as in an exported file", async () => {
    await set(await secretsOf(world()), "github-app", JSON.stringify({ app_id: "1234567", private_key: PEM.pkcs1 }));
    const { seen } = await given(world());
    expect(seen.GITHUB_APP_PRIVATE_KEY?.replaceAll("\\n", "\n")).toBe(PEM.pkcs1.trimEnd());
    expect(seen.GITHUB_APP_ID).toBe("1234567");
  });

  test("in a file are for their owner alone, and written with the values", async () => {
    const key = goodFor("openai-key");
    await set(await secretsOf(world()), "openai", key);
    const { path, cautions } = await writeEnv(world(), {
      ...{ overrides: {}, wishes, path: join(home.root, "app.env"), force: false },
    });
    expect([statSync(path).mode & 0o777, readFileSync(path, "utf8").includes(`OPENAI_API_KEY='${key}'`)]).toEqual([
      0o600,
      true,
    ]);
    expect(cautions.join()).toMatch(/is left out/);
  });

  test("that are required and not stored fail the check with status 3, by name", async () => {
    const errors = await errorsOf(() => checkEnv(world(), {}, wishes));
    expect(errors.map(({ facts }) => facts.name)).toEqual(expect.arrayContaining(["OPENAI_API_KEY"]));
    expect(new Set(errors.map(({ code, exitCode }) => `${code} ${exitCode}`))).toEqual(
      new Set(["ENV_CREDENTIAL_MISSING 3"]),
    );
    expect(errors.map(({ facts }) => facts.name)).not.toContain("SLACK_WEBHOOK_URL");
  });

  test("in production are the platform's: no store is opened", async () => {
    const { report } = await env(world({ AVB_IDENTITY_FILE: "/nowhere" }), {
      ...{ overrides: { mode: "production" }, wishes, reveal: true },
    });
    expect(report.platform).toContain("OPENAI_API_KEY");
  });
});

describe("the store", () => {
  test("is not opened where nothing of it is needed", async () => {
    await set(await secretsOf(world()), "openai", goodFor("openai-key"));
    const locked = world({ AVB_IDENTITY_FILE: "/nowhere/identity" });
    await env(locked, { overrides: {}, wishes, reveal: false, format: "dotenv" });
    await given(locked, none);
    expect((await errorsOf(() => given(locked))).map(({ code, exitCode }) => [code, exitCode])).toEqual([
      ["KEY_MISSING", 10],
    ]);
  });

  test("is the one that .devenvrc names, once it is trusted, and the environment wins over it", async () => {
    const keys = [goodFor("openai-key"), goodFor("openai-key")];
    await set(await secretsOf(world()), "openai", keys[0] ?? "");
    await trusted(home, "stores: {use: env}\n");
    const around = { OPENAI_API_KEY: keys[1] ?? "" };
    expect((await given(world(around))).seen.OPENAI_API_KEY).toBe(keys[1]);
    expect((await given(world({ AVB_SECRETS_STORE: "local" }))).seen.OPENAI_API_KEY).toBe(keys[0]);
    home.put(".devenvrc", "stores: {use: dotenv}\n");
    expect((await errorsOf(() => given(world()))).map(brief)).toEqual(["1:9 stores NOT_TRUSTED"]);
    expect(chosenStore(world({ AVB_SECRETS_STORE: "env" }), await openCheckout(world()))).toBe("env");
  });

  test("of another environment is another one", async () => {
    const key = goodFor("openai-key");
    await set(await secretsOf(world(), { environment: "staging" }), "openai", key);
    expect((await given(world())).seen.OPENAI_API_KEY).toBeUndefined();
    expect((await given(world({ AVB_SECRETS_ENVIRONMENT: "staging" }))).seen.OPENAI_API_KEY).toBe(key);
    await trusted(home, "stores: {environment: staging}\n");
    expect((await given(world())).seen.OPENAI_API_KEY).toBe(key);
  });

  test.each([
    ["AVB_SECRETS_ENVIRONMENT", "production", /dev, staging/],
    ["AVB_SECRETS_STORE", "nowhere", /local, env/],
  ])("%s=%s is refused", async (variable, got, says) => {
    const [error] = await errorsOf(() => given(world({ [variable]: got })));
    expect([error?.code, error?.exitCode, error?.message]).toEqual([
      "VARIABLE_INVALID",
      2,
      expect.stringMatching(says),
    ]);
  });
});
