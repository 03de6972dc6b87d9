import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check, requireGood } from "../../src/flows/secrets/check.ts";
import { copy } from "../../src/flows/secrets/copy.ts";
import { getCredential, historyOf } from "../../src/flows/secrets/get.ts";
import { removeCredential } from "../../src/flows/secrets/remove.ts";
import { dueNow, requireNothingDue, rotation, rotationCalendar } from "../../src/flows/secrets/rotation.ts";
import { status } from "../../src/flows/secrets/status.ts";
import { goodFor, PEM } from "../support/credential-samples.ts";
import { held, secretsOf, set } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const codes = async (act: () => unknown) =>
  (await errorsOf(async () => act())).map(({ code, exitCode }) => [code, exitCode]);
const secrets = () => secretsOf(home.world());
const openai = goodFor("openai-key");

describe("set", () => {
  test("judges the form first and stores nothing that cannot be right", async () => {
    expect(await codes(async () => set(await secrets(), "openai", "sk-..."))).toEqual([["CREDENTIAL_FORMAT", 3]]);
    expect(await codes(async () => set(await secrets(), "openai", ""))).toEqual([["CREDENTIAL_NOTHING_GIVEN", 3]]);
    expect(await codes(async () => set(await secrets(), "openai", "x".repeat(70_000)))).toEqual([
      ["STORE_VALUE_TOO_LARGE", 3],
    ]);
    expect(home.everything().filter((path) => path.endsWith(".age"))).toEqual([]);
    await set(await secrets(), "openai", "whatever it is", { unchecked: true });
    expect(await held(await secrets(), "openai")).toEqual({ api_key: "whatever it is" });
  });

  test("takes several fields as JSON, one by name, and a key in whatever form it came", async () => {
    const escaped = JSON.stringify({ app_id: 1234567, private_key: PEM.pkcs1.replaceAll("\n", "\\n") });
    expect(await set(await secrets(), "github-app", escaped)).toMatchObject({
      missing: ["client_id", "client_secret", "webhook_secret"],
    });
    await set(await secrets(), "github-app", Buffer.from(PEM.pkcs8).toString("base64"), { field: "private_key" });
    expect(await held(await secrets(), "github-app")).toEqual({ app_id: "1234567", private_key: PEM.pkcs8 });
    expect(await codes(async () => set(await secrets(), "github-app", "text"))).toEqual([
      ["CREDENTIAL_FIELD_NEEDED", 2],
    ]);
    expect(await codes(async () => set(await secrets(), "github-app", "x", { field: "key" }))).toEqual([
      ["CREDENTIAL_FIELD_UNKNOWN", 2],
    ]);
    const jwk = JSON.stringify({ kty: "oct", k: "A1b2C3d4".repeat(8) });
    await set(await secrets(), "jwt", jwk);
    expect(await held(await secrets(), "jwt")).toEqual({ secret: jwk });
  });

  test("production's are refused with 15 on this machine, and a pair of another environment with 2", async () => {
    const production = await secretsOf(home.world(), { environment: "production" });
    expect(await codes(() => set(production, "openai", openai))).toEqual([["CREDENTIAL_PRODUCTION", 15]]);
    expect(await codes(async () => set(await secrets(), "paypal-live", "{}"))).toEqual([["CREDENTIAL_NOT_HERE", 2]]);
    expect(await codes(async () => set(await secrets(), "openai", openai, { store: "env" }))).toEqual([
      ["STORE_READ_ONLY", 2],
    ]);
    const plan = { from: "env", to: "local", ids: [], plan: true } as const;
    expect(await codes(() => copy(production, plan))).toEqual([["CREDENTIAL_PRODUCTION", 15]]);
  });
});

test("get gives an older version, and says what it does not have", async () => {
  const [old, fresh] = [openai, goodFor("openai-key")];
  await set(await secrets(), "openai", old);
  await set(await secrets(), "openai", fresh);
  const of = async (version: string) =>
    getCredential(await secrets(), { id: "openai", store: "local", version, reveal: true });
  expect((await of("1")).fields.api_key?.value).toBe(old);
  expect((await historyOf(await secrets(), { id: "openai", store: "local" })).map(({ version }) => version)).toEqual([
    "2",
    "1",
  ]);
  expect(await codes(() => of("7"))).toEqual([["CREDENTIAL_VERSION_UNKNOWN", 2]]);
  await removeCredential(await secrets(), { id: "openai", store: "local", undo: false });
  expect(await codes(async () => held(await secrets(), "openai"))).toEqual([["CREDENTIAL_ABSENT", 10]]);
  await removeCredential(await secrets(), { id: "openai", store: "local", undo: true });
  expect(await held(await secrets(), "openai")).toEqual({ api_key: fresh });
});

test("status and check tell placeholders, wrong forms, missing fields and differences without a value", async () => {
  await set(await secrets(), "openai", openai);
  await set(await secrets(), "google-oauth", goodFor("google-client-id"), { field: "client_id" });
  await set(await secrets(), "sendgrid", "SG.canary0value", { unchecked: true });
  const env = { AVB_STATE_DIR: home.state, OPENAI_API_KEY: "sk-...", ANTHROPIC_API_KEY: "" };
  const result = await status(await secretsOf(home.world({ env })), { stores: ["local", "env"] });
  const stands = Object.fromEntries(result.credentials.map(({ id, stores }) => [id, stores.map(({ state }) => state)]));
  expect(stands).toMatchObject({
    ...{ openai: ["present", "placeholder"], "google-oauth": ["incomplete", "absent"] },
    ...{ sendgrid: ["wrong form", "absent"], anthropic: ["absent", "absent"] },
  });
  expect(result.credentials[0]).toMatchObject({ differs: ["api_key"], due: { state: "fine" } });
  const verdicts = await check(await secrets(), { ids: [], store: "local" });
  expect((await errorsOf(async () => requireGood(verdicts)))[0]?.facts.ids).toBe("google-oauth, sendgrid");
  expect(JSON.stringify([result, verdicts])).not.toMatch(/canary|T3BlbkFJ/);
});

test("the schedule counts from the day of storing, and fails on what is due", async () => {
  const real = home.world();
  const on = (day: string) =>
    secretsOf({ ...real, clock: { ...real.clock, now: () => Date.parse(`${day}T12:00:00Z`) } });
  await set(await on("2026-10-01"), "openai", openai);
  const later = await rotation(await on("2027-01-02"), "local");
  expect(dueNow(later).credentials.map(({ id, state, days }) => [id, state, days])).toEqual([
    ["openai", "overdue", -1],
  ]);
  expect(await codes(() => requireNothingDue(later))).toEqual([["CREDENTIAL_DUE", 14]]);
  requireNothingDue(await rotation(await on("2026-12-31"), "local"));
  const calendar = rotationCalendar(later, Date.parse("2027-01-02"));
  expect(calendar).toContain("UID:openai-dev-2027-01-01@avb");
  expect(calendar).not.toContain("anthropic");
});
