import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatError } from "../../src/domain/errors/avb-error.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { BAD_IDENTITIES } from "../support/bad-config-identities.ts";
import { BAD_KEYS } from "../support/bad-config-keys.ts";
import { BAD_NUMBERS, BAD_TEXTS } from "../support/bad-configs.ts";
import { BAD_CONTAINERS } from "../support/bad-own-containers.ts";
import { brief, errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

describe("a bad .devenvrc is refused with position, key path and allowed form, and nothing is written", () => {
  let checkout: TempCheckout;
  beforeAll(() => {
    checkout = tempCheckout();
  });
  afterAll(() => checkout.remove());

  test.each([...BAD_TEXTS, ...BAD_NUMBERS, ...BAD_KEYS, ...BAD_IDENTITIES, ...BAD_CONTAINERS])(
    "$title",
    async ({ text, says, sentence }) => {
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
    },
  );
});

test.each([
  ["ports: {vault: 99999999999999999999}", "write a whole number from 1024 to 65535"],
  ["ports: {vault: 1e3}", "write a whole number from 1024 to 65535"],
  ["ports: {vault: 0x50}", "write a whole number from 1024 to 65535"],
  ["slot: 0x20", "write a whole number from 0 to 9"],
  ["ports: {vault: 65003.0}", "write 65003, or '65003.0' in quotes if it is meant as text"],
  ["env: {SERIAL: 99999999999999999999}", "write '99999999999999999999' in quotes if it is meant as text"],
])("the fix of an altered number is allowed where it stands: %s", async (text, fix) => {
  const checkout = tempCheckout();
  checkout.put(".devenvrc", `${text}\n`);
  const [error] = await errorsOf(() => openCheckout(checkout.world()));
  expect(error?.fixes).toEqual([fix]);
  checkout.remove();
});
