import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { detectorFor } from "../../src/credentials/scan/own-hits.ts";
import { RULE_TITLES } from "../../src/credentials/scan/titles.ts";
import { CUT_SHORT, MOST_HITS } from "../../src/domain/secret-scan.ts";
import { findingsIn } from "../../src/flows/secrets/scan/look-through.ts";
import { goodFor } from "../support/credential-samples.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { HOSTILE_TEXTS, hostileText } from "../support/hostile-texts.ts";

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
