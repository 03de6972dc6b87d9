import { cpSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requireTrust } from "../../src/domain/trust.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { grantTrust, revokeTrust, showTrust } from "../../src/flows/trust.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

const HOOKS = "mode: sandbox\nhooks:\n  after_usable: [node, scripts/seed.js]\nseeds:\n  vault: [deploy/vault.json]\n";

let checkout: TempCheckout;
beforeEach(() => {
  checkout = tempCheckout();
  checkout.put(".devenvrc", HOOKS);
  checkout.put("scripts/seed.js", "one");
  checkout.put("deploy/vault.json", "{}");
});
afterEach(() => checkout.remove());

const untrusted = async (host = {}) => (await openCheckout(checkout.world(host))).loaded.untrusted;
const at = (name: string) => join(checkout.root, name);

async function grant(): Promise<void> {
  const { hash } = await showTrust(checkout.world());
  await grantTrust(checkout.world(), hash);
}

describe("a fresh clone", () => {
  test("is open to commands that use none of its keys, and stops those that would, naming key and line", async () => {
    const opened = await openCheckout(checkout.world());
    expect(() => requireTrust(opened, ["images", "env"])).not.toThrow();
    const [error] = await errorsOf(async () => requireTrust(opened, ["hooks"]));
    expect(error).toMatchObject({ code: "NOT_TRUSTED", exitCode: 4, facts: { key: "hooks" } });
    expect(error?.place).toMatchObject({ file: ".devenvrc", line: 3, keyPath: "hooks" });
    expect(error?.fixes[0]).toContain("avb trust");
  });

  test("is looked at without a trace: neither the repository nor the state folder changes", async () => {
    const before = checkout.everything();
    await showTrust(checkout.world());
    await openCheckout(checkout.world());
    expect(checkout.everything()).toEqual(before);
  });

  test("starts no program, opens no socket and asks no server, however it asks for it", async () => {
    checkout.put(
      ".devenvrc",
      `${HOOKS}env: {NODE_OPTIONS: --require ./x.js}\nservices: {a: {image: "a:1", command: [./x], x-avb-ready: none}}\nregistry: r.test\n`,
    );
    const used: string[] = [];
    const spy = <Part extends object>(name: string, part: Part): Part =>
      new Proxy(part, {
        get(target, key) {
          used.push(`${name}.${String(key)}`);
          return Reflect.get(target, key);
        },
      });
    const real = checkout.world();
    const [shell, http, engine] = [spy("shell", real.shell), spy("http", real.http), spy("engine", real.engine)];
    const world = { ...real, shell, http, engine, sockets: spy("sockets", real.sockets) };
    expect((await openCheckout(world)).loaded.untrusted).toEqual(["registry", "services", "env", "seeds", "hooks"]);
    expect((await showTrust(world)).trusted).toBe(false);
    expect(used).toEqual([]);
  });

  test("keys that say nothing need no trust", async () => {
    checkout.put(".devenvrc", "hooks: {}\nimages: {}\nports: {vault: 65031}\nusers: [{username: a}]\n");
    expect(await untrusted()).toEqual([]);
  });
});

describe("a grant", () => {
  test("lets every key act, and lies outside the repository with mode 0600", async () => {
    await grant();
    expect(await untrusted()).toEqual([]);
    const { id } = await openCheckout(checkout.world());
    const file = statSync(join(checkout.state, "trust", `${id}.json`));
    expect(file.mode & 0o777).toBe(0o600);
    expect(statSync(join(checkout.state, "trust")).mode & 0o777).toBe(0o700);
  });

  test.each<[string, () => void]>([
    ["an edit of .devenvrc", () => checkout.put(".devenvrc", `${HOOKS}# more\n`)],
    ["a new .devenvrc.local", () => checkout.put(".devenvrc.local", "slot: 1\n")],
    ["an edit of a hook's script", () => checkout.put("scripts/seed.js", "two")],
    ["an edit of a seed's document", () => checkout.put("deploy/vault.json", "{ }")],
    ["a script that is gone", () => rmSync(at("scripts/seed.js"))],
    [
      "a script that became a link to another file with the same content",
      () => {
        checkout.put("scripts/other.js", "one");
        rmSync(at("scripts/seed.js"));
        symlinkSync(at("scripts/other.js"), at("scripts/seed.js"));
      },
    ],
    [
      "a .devenvrc that became a link to a copy of itself",
      () => {
        renameSync(at(".devenvrc"), at("moved.yaml"));
        symlinkSync(at("moved.yaml"), at(".devenvrc"));
      },
    ],
  ])("ends with %s", async (_, change) => {
    await grant();
    change();
    expect(await untrusted()).toEqual(["seeds", "hooks"]);
  });

  test("does not follow the repository to another place, moved or copied", async () => {
    await grant();
    cpSync(checkout.root, `${checkout.root}-copy`, { recursive: true });
    expect(await untrusted({ cwd: `${checkout.root}-copy` })).toEqual(["seeds", "hooks"]);
    renameSync(checkout.root, `${checkout.root}-moved`);
    expect(await untrusted({ cwd: `${checkout.root}-moved` })).toEqual(["seeds", "hooks"]);
  });

  test("is not taken from a state folder that others may write", async () => {
    await grant();
    const { id } = await openCheckout(checkout.world());
    const world = checkout.world();
    await world.files.chmod(join(checkout.state, "trust", `${id}.json`), 0o666);
    expect(await untrusted()).toEqual(["seeds", "hooks"]);
  });

  test("that is not what avb wrote trusts nothing", async () => {
    const { id } = await openCheckout(checkout.world());
    for (const text of ["", "[]", "{}", '{"hash": 1}', "not json"]) {
      await checkout.world().files.write(join(checkout.state, "trust", `${id}.json`), text);
      expect(await untrusted()).toEqual(["seeds", "hooks"]);
    }
  });

  test("is refused when the files changed between the look and the answer", async () => {
    const { hash } = await showTrust(checkout.world());
    checkout.put("scripts/seed.js", "evil");
    const errors = await errorsOf(() => grantTrust(checkout.world(), hash));
    expect(errors.map(({ code }) => code)).toEqual(["TRUST_CHANGED"]);
    expect(await untrusted()).toEqual(["seeds", "hooks"]);
  });

  test("can be taken back, once", async () => {
    await grant();
    expect((await revokeTrust(checkout.world())).revoked).toBe(true);
    expect((await revokeTrust(checkout.world())).revoked).toBe(false);
    expect(await untrusted()).toEqual(["seeds", "hooks"]);
  });
});
