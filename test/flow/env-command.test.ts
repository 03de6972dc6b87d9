import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENV_FORMATS } from "../../src/domain/env-format/formats.ts";
import type { World } from "../../src/domain/world.ts";
import { answerEnv, type EnvAsked } from "../../src/flows/env-command.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { showTrust } from "../../src/flows/trust.ts";
import { envCheckout } from "../support/env-checkout.ts";

const asked: EnvAsked = {
  overrides: {},
  wishes: { view: "host", services: [], renames: [] },
  reveal: false,
  force: false,
  example: false,
  check: false,
  dataOnly: false,
};
const answer = (world: World, more: Partial<EnvAsked> = {}) => answerEnv(world, { ...asked, ...more });

/** A checkout with this `.devenvrc`, trusted as `avb trust` would have it. */
async function configured(text: string, env: Record<string, string> = {}) {
  const place = await envCheckout();
  await writeFile(join(place.root, ".devenvrc"), text);
  const { hash } = await showTrust(place.world);
  const host = { ...place.world.host, env: { ...place.world.host.env, AVB_TRUST: hash, ...env } };
  return { ...place, world: { ...place.world, host } };
}

describe("avb dev env", () => {
  it.each([...ENV_FORMATS, "table", undefined] as const)(
    "as %s holds no secret and no mask unless asked",
    async (format) => {
      await using place = await envCheckout();
      const secrets = await openLocalSecrets(place.world, await openCheckout(place.world));
      const canaries = ["keycloak/agentvoicebox-backend", "lago/api-key"].map((name) => secrets.get(name).reveal());
      const hidden = JSON.stringify(await answer(place.world, { format }));
      for (const canary of canaries) expect(hidden).not.toContain(canary);
      expect(hidden).not.toMatch(/\*\*\*|\[secret\]|KEYCLOAK_CLIENT_SECRET['" ]*[:=] *['"]/);
      const shown = JSON.stringify(await answer(place.world, { format, reveal: true }));
      for (const canary of canaries) expect(shown).toContain(canary);
    },
  );

  it("names what it left out, and what carries it", async () => {
    await using place = await envCheckout();
    const { notes, data } = await answer(place.world, { format: "dotenv" });
    expect(notes.join()).toMatch(/secret, so not shown: KEYCLOAK_CLIENT_SECRET, LAGO_API_KEY.*--write FILE.*exec/);
    expect(data).toMatchObject({ withheld: expect.arrayContaining(["KEYCLOAK_CLIENT_SECRET"]) });
  });

  it("is a table on a terminal and dotenv elsewhere, and makes no secrets to mask them", async () => {
    await using place = await envCheckout();
    expect((await answer(place.world)).text).toContain("KEYCLOAK_URL='http://localhost:8080'\n");
    const terminal = { ...place.world, host: { ...place.world.host, stdoutIsTty: true } };
    const { text, rows } = await answer(terminal);
    expect(text).toBeUndefined();
    expect(rows?.find(({ name }) => name === "KEYCLOAK_CLIENT_SECRET")).toMatchObject({ secret: true, kind: "secret" });
    expect(await place.world.files.facts((await openCheckout(place.world)).state.secrets)).toBeUndefined();
    expect((await answer(terminal, { reveal: true })).cautions).toContain("secrets are on this screen now");
  });

  it("warns that containers cannot reach a server that listens on loopback only", async () => {
    await using place = await envCheckout();
    const wishes = { ...asked.wishes, view: "container" as const };
    expect((await answer(place.world, { wishes })).cautions.join()).toContain("avb dev up --for-containers");
    const live = await answer(place.world, { wishes, overrides: { mode: "live" } });
    expect(live.cautions).toEqual(["the live stack is not running; avb dev up --mode live starts it"]);
  });

  it("refuses a service that the catalogue lacks, and says which was meant", async () => {
    await using place = await envCheckout();
    const wishes = { ...asked.wishes, services: ["keycloack"] };
    await expect(answer(place.world, { wishes })).rejects.toMatchObject({ code: "SERVICE_UNKNOWN", exitCode: 2 });
  });
});

describe("avb dev env with variables of the team's own", () => {
  it("does nothing with them before they are trusted", async () => {
    await using place = await envCheckout();
    await writeFile(join(place.root, ".devenvrc"), "env: { NODE_OPTIONS: --inspect }\n");
    for (const more of [{}, { write: ".env" }, { example: true }, { check: true }])
      await expect(answer(place.world, more)).rejects.toMatchObject({ code: "NOT_TRUSTED", exitCode: 4 });
    expect(await place.world.files.facts(join(place.root, ".env"))).toBeUndefined();
  });

  it("puts them last, and lets them win", async () => {
    await using place = await configured("env:\n  APP_COLOUR: blue\n  KEYCLOAK_URL: http://idp.test\n");
    const { text } = await answer(place.world);
    expect(text).toContain("KEYCLOAK_URL='http://idp.test'\n");
    expect(text?.endsWith("APP_COLOUR='blue'\n")).toBe(true);
  });

  it("--check names every required variable that was emptied", async () => {
    await using place = await configured('env: { KEYCLOAK_URL: "", OPA_URL: " ", LAGO_MOCK: "" }\n');
    await expect(answer(place.world, { check: true })).rejects.toMatchObject({
      problems: [
        { code: "ENV_VALUE_MISSING", exitCode: 3, facts: { name: "KEYCLOAK_URL" } },
        { code: "ENV_VALUE_MISSING", facts: { name: "OPA_URL" } },
      ],
    });
  });

  it("keeps PayPal in its sandbox unless a person says otherwise, and enables it with credentials", async () => {
    const text = "env: { PAYPAL_ENVIRONMENT: live, PAYPAL_CLIENT_ID: a, PAYPAL_CLIENT_SECRET: b }\n";
    await using place = await configured(text);
    await expect(answer(place.world)).rejects.toMatchObject({ code: "PRODUCTION_PAYMENTS", exitCode: 15 });
    await using meant = await configured(text, { AVB_ALLOW_LIVE_PAYMENTS: "1" });
    const told = await answer(meant.world, { format: "json", reveal: true });
    expect(JSON.parse(told.text ?? "")).toMatchObject({
      PAYPAL_ENVIRONMENT: "live",
      PAYPAL_ENABLED: "true",
      PAYPAL_CLIENT_SECRET: "b",
    });
    await using trial = await configured("env: { PAYPAL_CLIENT_ID: a, PAYPAL_CLIENT_SECRET: b }\n");
    expect((await answer(trial.world)).text).toMatch(/PAYPAL_ENVIRONMENT='sandbox'\nPAYPAL_ENABLED='true'/);
  });
});

describe("avb dev env --example", () => {
  it("is the same for everybody, says what is required, and holds no secret", async () => {
    await using place = await envCheckout();
    const { text = "" } = await answer(place.world, { example: true });
    expect(text).toContain("# required\nKEYCLOAK_REALM='agentvoicebox'\n");
    expect(text).toMatch(/# a secret[^\n]*\n# KEYCLOAK_CLIENT_SECRET=\n/);
    const slot = { ...place.world, host: { ...place.world.host, env: { ...place.world.host.env, AVB_SLOT: "3" } } };
    expect((await answer(slot, { example: true })).text).toBe(text);
    expect(await place.world.files.facts((await openCheckout(place.world)).state.secrets)).toBeUndefined();
  });

  it("is written for others to read, over an older one but not over somebody's own file", async () => {
    await using place = await envCheckout();
    const path = join(place.root, ".env.example");
    await answer(place.world, { example: true, write: ".env.example" });
    await answer(place.world, { example: true, write: ".env.example", overrides: { mode: "live" } });
    expect(await readFile(path, "utf8")).toContain("# Mode live,");
    expect((await place.world.files.facts(path))?.mode).toBe(0o644);
    await writeFile(path, "MINE=1\n");
    await expect(answer(place.world, { example: true, write: ".env.example" })).rejects.toMatchObject({
      code: "ENV_FILE_FOREIGN",
    });
  });
});
