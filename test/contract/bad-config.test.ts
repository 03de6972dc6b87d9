import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatError } from "../../src/domain/errors/avb-error.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { BAD_KEYS } from "../support/bad-config-keys.ts";
import { BAD_NUMBERS, BAD_TEXTS } from "../support/bad-configs.ts";
import { brief, errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

describe("a bad .devenvrc is refused with position, key path and allowed form, and nothing is written", () => {
  let checkout: TempCheckout;
  beforeAll(() => {
    checkout = tempCheckout();
  });
  afterAll(() => checkout.remove());

  test.each([...BAD_TEXTS, ...BAD_NUMBERS, ...BAD_KEYS])("$title", async ({ text, says, sentence }) => {
    checkout.put(".devenvrc", text);
    const before = checkout.everything();
    const errors = await errorsOf(() => openCheckout(checkout.world()));
    expect(errors.map(brief)).toEqual(says);
    for (const error of errors) {
      expect([3, 5]).toContain(error.exitCode);
      expect(formatError(error)).toMatch(/^avb: \.devenvrc:\d+:\d+: .+ Fix: .+ \[[A-Z_]+\]$/);
    }
    if (sentence !== undefined) expect(errors.map(({ message }) => message).join("\n")).toMatch(sentence);
    expect(checkout.everything()).toEqual(before);
  });
});
