import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { grantTrust, showTrust } from "../../src/flows/trust.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let checkout: TempCheckout;
beforeEach(() => {
  checkout = tempCheckout();
  checkout.put(".devenvrc", "hooks:\n  after_usable: [node, scripts/seed.js]\nseeds:\n  vault: [deploy/vault.json]\n");
  checkout.put("scripts/seed.js", "one");
  checkout.put("deploy/vault.json", "{}");
});
afterEach(() => checkout.remove());

const untrusted = async (host = {}) => (await openCheckout(checkout.world(host))).loaded.untrusted;

async function grant(): Promise<void> {
  const { hash } = await showTrust(checkout.world());
  await grantTrust(checkout.world(), hash);
}

describe("AVB_TRUST", () => {
  test("allows exactly the content whose hash it is", async () => {
    const { hash } = await showTrust(checkout.world());
    const host = { env: { AVB_STATE_DIR: checkout.state, AVB_TRUST: hash } };
    expect(await untrusted(host)).toEqual([]);
    checkout.put("scripts/seed.js", "evil");
    expect(await untrusted(host)).toEqual(["seeds", "hooks"]);
    expect(await untrusted({ env: { AVB_STATE_DIR: checkout.state, AVB_TRUST: "1" } })).toEqual(["seeds", "hooks"]);
  });
});

describe("what a person is shown", () => {
  test("every effect; secrets and control characters do not reach the terminal", async () => {
    checkout.put(
      ".devenvrc",
      'env: {NODE_OPTIONS: "--require ./x.js", API_TOKEN: hunter2hunter2, NOTE: "a\\e[2Jb"}\nimages: {vault: "a/b:1"}\nservices: {mail: {image: "m:1", x-avb-ready: none}}\n',
    );
    const { effects, trusted } = await showTrust(checkout.world());
    expect(trusted).toBe(false);
    expect(effects).toEqual([
      "images.vault: a/b:1",
      "services.mail.image: m:1",
      "services.mail.x-avb-ready: none",
      "env.NODE_OPTIONS: --require ./x.js",
      "env.API_TOKEN: [secret]",
      "env.NOTE: a\\u{1b}[2Jb",
    ]);
  });

  test("what is new and what is gone since the last grant", async () => {
    await grant();
    checkout.put(".devenvrc", "hooks: {after_usable: [node, other.js]}\n");
    const { added, removed } = await showTrust(checkout.world());
    expect(added).toEqual(["hooks.after_usable: node other.js"]);
    expect(removed).toEqual(["seeds.vault: deploy/vault.json", "hooks.after_usable: node scripts/seed.js"]);
  });

  test("a file outside the repository that a hook names is not read: its content changes nothing", async () => {
    mkdirSync(join(checkout.root, "../elsewhere"));
    checkout.put(".devenvrc", "hooks: {after_usable: [cat, ../elsewhere/key]}\n");
    const hashes = new Set<string>();
    for (const content of ["one", "two"]) {
      checkout.put("../elsewhere/key", content);
      hashes.add((await showTrust(checkout.world())).hash);
    }
    expect(hashes.size).toBe(1);
  });
});
