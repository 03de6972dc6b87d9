import { describe, expect, test } from "vitest";
import { secretlint } from "../../src/adapters/secret-engine.ts";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { detectorFor } from "../../src/credentials/scan/own-hits.ts";
import { RULE_TITLES } from "../../src/credentials/scan/titles.ts";
import type { FieldFormat } from "../../src/domain/credential-format.ts";
import { CUT_SHORT, MOST_HITS } from "../../src/domain/secret-scan.ts";
import { findingsIn } from "../../src/flows/secrets/scan/look-through.ts";
import { chars, goodFor } from "../support/credential-samples.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { HOSTILE_TEXTS, hostileText } from "../support/hostile-texts.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const world = fakeWorld();
const tools = {
  ...{ world, credentials: CREDENTIALS, detector: detectorFor(CREDENTIALS), maxBytes: 1e7 },
  ...{ checkout: {} as never, signal: new AbortController().signal },
};
const look = (text: string) => findingsIn(tools, { where: "tree", path: "a.yaml" }, text);

/** What was found and the milliseconds of processor time: a busy machine does not count. */
async function measured(text: string) {
  const before = process.cpuUsage();
  const findings = await look(text);
  const { user, system } = process.cpuUsage(before);
  return { findings, ms: (user + system) / 1000 };
}

describe("a line that leads the rules on", () => {
  // A rule that tries twice as much for each character takes seconds here, one that takes its square a minute.
  test.each(HOSTILE_TEXTS)("of %s costs no more than any other of its length", async (name) => {
    const { ms } = await measured(hostileText(name, 150_000));
    expect(ms).toBeLessThan(1500);
  });

  test.each(["access keys of AWS", "keys of SendGrid in base64", "placeholders in angle brackets"])(
    "of 5 MB, of %s, is done with in two seconds",
    async (name) => {
      const { ms } = await measured(hostileText(name, 5e6));
      expect(ms).toBeLessThan(2000);
    },
  );
});

describe("secretlint, which takes long to load,", () => {
  const asked: string[] = [];
  const scan = async ({ text }: { readonly text: string }) => {
    asked.push(text);
    return [];
  };
  const watched = { ...tools, world: { ...world, secretEngine: { scan } } };
  const count = async (text: string) => {
    asked.length = 0;
    await findingsIn(watched, { where: "tree", path: "a.ts" }, text);
    return asked.length;
  };

  test("is not asked where avb's rules alone may find something", async () => {
    expect(await count("export const add = (one: number, other: number) => one + other;\n")).toBe(0);
    for (const format of ["sendgrid-key", "google-client-secret", "slack-webhook", "postgres-url"] as const)
      expect(await count(`const key = "${goodFor(format)}";\n`), format).toBe(0);
  });

  test("is asked wherever one of its own rules finds something", async () => {
    const texts = [
      ...["openai-key", "anthropic-key", "slack-token", "rsa-private-key"].map((format) =>
        goodFor(format as FieldFormat),
      ),
      ...[
        `AKIA${chars(16, BASE32)}`,
        `aws_secret_access_key = "${chars(40, ALNUM)}"`,
        `npm_${chars(36, ALNUM)}`,
        `ghp_${chars(36, ALNUM)}`,
      ],
      ...[`shpat_${chars(32, ALNUM)}`, `lin_api_${chars(40, ALNUM)}`],
    ];
    for (const text of texts) {
      expect(await secretlint.scan({ path: "a.ts", text: `x = ${text}\n` }), text.slice(0, 8)).not.toEqual([]);
      expect(await count(`x = ${text}\n`)).toBe(1);
    }
  });
});

describe("more findings than anybody reads", () => {
  const rulesOf = async (text: string) => (await look(text)).map(({ rule }) => rule);

  test("of one of avb's rules are told up to a thousand, and that there are more", async () => {
    const rules = await rulesOf(hostileText("placeholders in angle brackets", 10_000));
    expect(rules.filter((rule) => rule === "placeholder-angle")).toHaveLength(MOST_HITS);
    expect(rules.at(-1)).toBe(CUT_SHORT.own);
  });

  test("of secretlint's rules are told, and from where on avb's own rules are alone; these find what comes behind", async () => {
    const text = `${hostileText("access keys of AWS", 100_000)}\nkey: ${goodFor("sendgrid-key")}\n`;
    const rules = await rulesOf(text);
    expect(rules).toContain("sendgrid-key");
    expect(rules.at(-1)).toBe(CUT_SHORT.engine);
    expect(rules.filter((rule) => rule.startsWith("aws/")).length).toBeGreaterThan(MOST_HITS);
    for (const rule of rules) expect(RULE_TITLES).toHaveProperty([rule]);
  });
});
