import { expect, test } from "vitest";
import type { CredentialStore } from "../../src/domain/credential-store.ts";
import { STORE_CASES } from "./store-cases.ts";
import type { WrittenStore } from "./store-verdicts.ts";
import { type TempCheckout, tempCheckout } from "./temp-checkout.ts";

/** Every case begins with a store that nothing was put into. */
export function obliged(
  store: WrittenStore,
  open: (home: TempCheckout) => Promise<CredentialStore>,
  fresh: () => Promise<unknown> = async () => {},
): void {
  for (const { title, verdicts, run } of STORE_CASES)
    test(`${title}: ${verdicts[store]}`, async () => {
      const home = tempCheckout();
      await fresh();
      try {
        expect(await run(() => open(home))).toBe(verdicts[store]);
      } finally {
        home.remove();
      }
    }, 120_000);
}
