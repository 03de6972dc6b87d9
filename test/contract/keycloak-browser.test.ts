import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answersOf, type BrowserAnswer, type BrowserQuestion } from "../../scripts/keycloak-browser.mjs";
import { createLockout } from "../../src/sandbox/lockout.ts";
import { passwordOf } from "../support/identities.ts";
import { REDIRECT } from "../support/relying-party.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

/** A wrong or the right password at a real Keycloak, and where the account stood afterwards. */
interface Attempt {
  readonly tried: "wrong" | "right";
  readonly status: number;
  readonly error_description: string;
  readonly failures: number;
  readonly lockedSeconds: number;
}

interface Recording {
  readonly image: string;
  readonly answers: readonly BrowserAnswer[];
  readonly protection: {
    readonly settings: Readonly<Record<string, number | boolean | string>>;
    readonly slow: readonly Attempt[];
    readonly quick: readonly Attempt[];
  };
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`recorded/${name}`, import.meta.url), "utf8"));
const questions = read("keycloak-browser-questions.json") as readonly BrowserQuestion[];
const { image, answers, protection } = read("keycloak-browser.json") as Recording;

/** Where the sandbox differs on purpose; docs/sandbox.md has the reasons. */
const OWN_WAY: Readonly<Record<string, Partial<BrowserAnswer>>> = {
  "signed out, prompt=none": { error_description: "End-User authentication is required" },
  "signed out, prompt=none consent": { error_description: "End-User authentication is required" },
  "signed in, prompt=select_account": { to: "login", status: 200 },
  "signed in, prompt=create": { to: "login", status: 200 },
  "signed out, prompt=create": { to: "login", status: 200 },
  "an unknown response type": { error_description: "unsupported response_type requested" },
  "the implicit flow": {
    error: "unsupported_response_type",
    error_description: "unsupported response_type requested",
  },
};

describe(`a browser meets what it meets at ${image}`, () => {
  let sandbox: TestSandbox;
  let ours: readonly BrowserAnswer[];
  beforeAll(async () => {
    sandbox = await startTestSandbox();
    const username = "demo@test.com";
    const who = { realm: sandbox.launch.realm, client: "portal-frontend", redirect: REDIRECT, username };
    ours = await answersOf({ ...who, base: sandbox.baseUrl, password: passwordOf(username) }, questions);
  });
  afterAll(() => sandbox.close());

  test("every question was recorded, and what differs on purpose is one of them", () => {
    expect(answers.map(({ name }) => name)).toEqual(questions.map(({ name }) => name));
    for (const name of Object.keys(OWN_WAY))
      expect(
        questions.some((one) => one.name === name),
        name,
      ).toBe(true);
  });

  test.each(answers.map((answer) => [answer.name, answer] as const))("%s", (name, answer) => {
    expect(ours.find((one) => one.name === name)).toEqual({ ...answer, ...OWN_WAY[name] });
  });
});

describe(`an account is protected against guessing as at ${image}`, () => {
  const { settings, slow, quick } = protection;

  test("the recorded attempts lock and count the same here, once Keycloak's threshold of 30 is 5", () => {
    let now = 1_000_000_000_000;
    const lockout = createLockout(() => now);
    const lockedFor = (seconds: number) => {
      const at = (offset: number) => {
        const then = now;
        now += offset * 1000;
        const is = lockout.isLocked("bob");
        now = then;
        return is;
      };
      return seconds === 0 ? !at(0) : at(seconds - 1) && !at(seconds);
    };
    for (const { tried, lockedSeconds } of slow) {
      if (!lockout.isLocked("bob") && tried === "wrong") lockout.failed("bob");
      expect({ tried, locked: lockedFor(lockedSeconds) }).toEqual({ tried, locked: true });
    }
    expect(slow.map(({ failures }) => failures)).toEqual([1, 2, 3, 4, 5, 5, 5]);
    expect(new Set(slow.map(({ error_description }) => error_description))).toEqual(
      new Set(["Invalid user credentials"]),
    );
  });

  test("each further five wrong passwords lock for Keycloak's increment longer, up to its most, until it forgets", () => {
    expect(settings).toMatchObject({ bruteForceProtected: false, bruteForceStrategy: "MULTIPLE", failureFactor: 30 });
    const { waitIncrementSeconds, maxFailureWaitSeconds, maxDeltaTimeSeconds } = settings;
    for (const failures of [5, 9, 10, 74, 75, 80]) {
      let now = 0;
      const lockout = createLockout(() => now);
      for (let attempt = 0; attempt < failures; attempt += 1) lockout.failed("bob");
      const seconds = Math.min(Number(maxFailureWaitSeconds), Number(waitIncrementSeconds) * Math.floor(failures / 5));
      now = seconds * 1000 - 1;
      expect({ failures, locked: lockout.isLocked("bob") }).toEqual({ failures, locked: true });
      now += 1;
      expect({ failures, locked: lockout.isLocked("bob") }).toEqual({ failures, locked: false });
      now = Number(maxDeltaTimeSeconds) * 1000 + 1;
      for (let attempt = 0; attempt < 4; attempt += 1) lockout.failed("bob");
      expect(lockout.isLocked("bob")).toBe(false);
    }
  });

  test("Keycloak locks after two failures within a second, which the sandbox leaves out", () => {
    expect(quick.map(({ lockedSeconds }) => lockedSeconds)).toEqual([0, 60, 60]);
    expect([settings.quickLoginCheckMilliSeconds, settings.minimumQuickLoginWaitSeconds]).toEqual([1000, 60]);
    const lockout = createLockout(() => 0);
    for (let attempt = 0; attempt < 4; attempt += 1) lockout.failed("bob");
    expect(lockout.isLocked("bob")).toBe(false);
  });
});
