import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formsOf } from "../support/canary-shapes.ts";
import { piped } from "../support/piped-avb.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { VENDOR_VALUES } from "../support/vendor-answers.ts";
import { type VendorAnswer, vendorServer } from "../support/vendor-server.ts";

let home: AvbHome;
beforeAll(() => {
  home = avbHome();
});
afterAll(() => home.remove());

const ids = ["openai", "sendgrid", "slack", "github-app"] as const;
const canaries = [
  ...["openai.api_key", "sendgrid.api_key", "slack.webhook_url", "github-app.private_key"].map((name) => {
    const [id = "", field = ""] = name.split(".");
    return VENDOR_VALUES[id]?.[field] ?? name;
  }),
];

const BEGINNING = 40;
const echo = canaries.join(" ");
const hidden = canaries.flatMap((value) => [...formsOf(value), value.slice(0, BEGINNING)]);
const seen = (text: string) => hidden.filter((form) => text.includes(form));
const live = (words: readonly string[], url: string) =>
  home.run(["secrets", "check", ...words, "--live"], { AVB_LOG: "debug", DEBUG: "*", AVB_VENDORS_URL: url });

test("the credentials are there", async () => {
  for (const id of ids) {
    const text = JSON.stringify(VENDOR_VALUES[id]);
    expect((await piped(home, ["secrets", "set", id], text, { AVB_LOG: "debug" })).status).toBe(0);
  }
});

test.each<[string, VendorAnswer, number]>([
  ["well", [200, { scopes: [echo], data: [echo] }], 14],
  ["with a refusal", [401, { error: { code: "invalid_api_key", message: echo }, errors: [echo] }], 14],
  ["in trouble", [500, echo, { "content-type": echo.replaceAll("\n", " ") }], 8],
  ["half", "cut", 8],
])("no value appears in what is said of vendors that answer %s and echo it", async (_how, answer, exit) => {
  const { url, asked } = await vendorServer([answer]);
  for (const more of [[], ["--json"]]) {
    const { status, stdout, stderr } = await live(["openai", "sendgrid", "slack", ...more], url);
    expect([status, seen(stdout + stderr)]).toEqual([exit, []]);
  }
  expect(asked.length).toBeGreaterThan(0);
});

test("quotas --live tells what is not enforced, reads an admin key from the environment alone, and shows no value", async () => {
  const admin = `sk-admin-${"a1B2".repeat(15)}T3BlbkFJ${"c3D4".repeat(15)}`;
  const answer: VendorAnswer = [
    200,
    { threshold_amount: 20_000, enforcement: { status: "off" }, data: [echo], note: admin },
  ];
  const { url, asked } = await vendorServer([answer]);
  const env = { AVB_LOG: "debug", DEBUG: "*", AVB_VENDORS_URL: url, OPENAI_ADMIN_KEY: admin };
  const { status, stdout, stderr } = await home.run(["secrets", "quotas", "--live", "--exit-code"], env);
  expect([status, seen(stdout + stderr), (stdout + stderr).includes(admin)]).toEqual([14, [], false]);
  expect(stdout).toMatch(/openai +spend limit +NOT ENFORCED +\$200 a month, which OpenAI only tells of/);
  expect(stderr).toMatch(/QUOTA_BROKEN/);
  expect(asked.map(({ line }) => line)).toContain("GET /api.openai.com/v1/organization/spend_limit");
});

test("an App's key signs in the built program too, and no file but the store has come to hold a value", async () => {
  const { url, asked } = await vendorServer([[200, { id: 1, permissions: { contents: echo } }]]);
  const { stdout } = await live(["github-app", "--json"], url);
  expect(asked.map(({ line }) => line)).toEqual(["GET /api.github.com/app"]);
  expect([stdout.includes("contents:read"), seen(stdout)]).toEqual([true, []]);
  const files = readdirSync(home.folder, { recursive: true, encoding: "utf8" }).map((name) => join(home.folder, name));
  const texts = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, "latin1"));
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.flatMap(seen)).toEqual([]);
});
