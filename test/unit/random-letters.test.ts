import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { detectorFor } from "../../src/credentials/scan/own-hits.ts";
import { hasRandomLetters } from "../../src/credentials/scan/random-letters.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
const drawn = (count: number, alphabet = LETTERS): string =>
  [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join("");
const detector = detectorFor(CREDENTIALS);
const isFound = (text: string): boolean =>
  detector.own({ path: "a.env", text }).some(({ rule }) => rule === "assigned");

describe("letters in no order", () => {
  // One in 40 is missed; a hundred more than that of 2 000 does not happen by chance.
  test.each([
    ["of 24 characters", 24, LETTERS],
    ["of 40 characters", 40, LETTERS],
    ["in lower case", 24, "abcdefghijklmnopqrstuvwxyz"],
    ["in upper case", 24, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
  ])("%s are told from words", (_, count, alphabet) => {
    const missed = Array.from({ length: 2000 }, () => drawn(count, alphabet)).filter((text) => !hasRandomLetters(text));
    expect(missed.length).toBeLessThan(150);
  });

  test.each([
    "getRandomPasswordCommandInput",
    "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
    "correct-horse-battery-staple",
    "kubectl-context-httpsProxyUrl",
    "DATABASE_PASSWORD_OF_PRODUCTION",
    "minhasenhasecretadeproducao",
    "MeinGeheimesDatenbankPasswort",
    "settingsRepositoryFactoryBeanXmlConfig",
  ])("%s is words", (text) => {
    expect(hasRandomLetters(text)).toBe(false);
  });

  test("fewer than 16 are too few to tell", () => {
    expect(hasRandomLetters("qzjxvkwpmfbgtrd")).toBe(false);
    expect(hasRandomLetters("qzjxvkwpmfbgtrdl")).toBe(true);
  });

  test("are found where they are given to a credential's variable, and words are not", () => {
    expect(isFound("DATABASE_PASSWORD=qZjxVkwPmfbGtrdLhYcN\n")).toBe(true);
    expect(isFound("DATABASE_PASSWORD=correctHorseBatteryStaple\n")).toBe(false);
  });
});

describe("what begins as a path does", () => {
  test("is a value where its letters are in no order", () => {
    expect(isFound("AWS_SECRET_ACCESS_KEY=/qZ4xVkwPm/bGtrdLhYcN7pWzJkXvQmTgRfDsBnHy\n")).toBe(true);
    expect(isFound("JWT_SECRET=/run/secrets/jwt_signing_secret_2026_production\n")).toBe(false);
  });
});
