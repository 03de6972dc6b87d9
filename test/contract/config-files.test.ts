import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AvbError } from "../../src/domain/errors/avb-error.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let checkout: TempCheckout;
beforeEach(() => {
  checkout = tempCheckout();
});
afterEach(() => checkout.remove());

const open = (host = {}) => openCheckout(checkout.world(host));
const problem = async (host = {}): Promise<AvbError | undefined> => (await errorsOf(() => open(host)))[0];
const at = (name: string) => join(checkout.root, name);

describe("a .devenvrc that means what it says is accepted", () => {
  test.each([
    ["an empty file", ""],
    ["nothing but comments", "# later\n\n# more\n"],
    ["an explicit nothing", "~\n"],
  ])("%s gives the defaults", async (_, text) => {
    checkout.put(".devenvrc", text);
    const { loaded } = await open();
    expect(loaded.config).toMatchObject({ with: [], ports: {}, users: [] });
    expect(loaded.files.map(({ path }) => path)).toEqual([at(".devenvrc")]);
  });

  test("a byte order mark and CRLF line ends are read as if they were not there", async () => {
    checkout.put(".devenvrc", "\ufeffmode: live\r\nports:\r\n  vault: 65031\r\n");
    const { loaded } = await open();
    expect(loaded.config).toMatchObject({ mode: "live", ports: { vault: 65031 } });
    expect(loaded.places).toMatchObject({ "ports.vault": { line: 3, column: 10 } });
  });

  test("a merge key joins a map, and its own keys win", async () => {
    checkout.put(".devenvrc", "users:\n  - &ada {username: ada, tenant: Acme Voice}\n  - {<<: *ada, username: bob}\n");
    expect((await open()).loaded.config.users[1]).toMatchObject({ username: "bob", tenant: "Acme Voice" });
  });

  test("a link to a file of the same repository is followed", async () => {
    checkout.put("deploy/devenvrc.yaml", "slot: 3\n");
    symlinkSync(at("deploy/devenvrc.yaml"), at(".devenvrc"));
    expect((await open()).slot).toBe(3);
  });
});

describe("what is not a plain file of this repository is refused", () => {
  test("a directory", async () => {
    mkdirSync(at(".devenvrc"));
    expect(await problem()).toMatchObject({ code: "CONFIG_NOT_A_FILE", exitCode: 3, facts: { kind: "a directory" } });
  });

  test.skipIf(process.platform === "win32")("a pipe that nobody writes to does not hang", async () => {
    execFileSync("mkfifo", [at(".devenvrc")]);
    expect(await problem()).toMatchObject({ code: "CONFIG_NOT_A_FILE", facts: { kind: "a named pipe" } });
  });

  test("a dangling link, and a link to itself", async () => {
    symlinkSync(at("nowhere"), at(".devenvrc"));
    expect(await problem()).toMatchObject({ code: "CONFIG_NOT_A_FILE", facts: { kind: "a link that leads nowhere" } });
    rmSync(at(".devenvrc"));
    symlinkSync(at(".devenvrc"), at(".devenvrc"));
    expect(await problem()).toMatchObject({ code: "CONFIG_NOT_A_FILE", facts: { kind: "a link to itself" } });
  });

  test.skipIf(process.platform === "win32")("a link out of the repository, to a device or to a file", async () => {
    for (const target of ["/dev/zero", "/etc/hostname"]) {
      symlinkSync(target, at(".devenvrc"));
      expect(await problem()).toMatchObject({ code: "CONFIG_OUTSIDE", exitCode: 3 });
      rmSync(at(".devenvrc"));
    }
  });

  test("a link into a neighbour whose name begins alike", async () => {
    mkdirSync(`${checkout.root}-evil`);
    symlinkSync(checkout.put("../shop-evil/rc", "slot: 1\n"), at(".devenvrc"));
    expect(await problem()).toMatchObject({ code: "CONFIG_OUTSIDE" });
  });

  test("more than one mebibyte", async () => {
    checkout.put(".devenvrc", `# ${"x".repeat(1 << 20)}\n`);
    expect(await problem()).toMatchObject({ code: "CONFIG_FILE_TOO_LARGE", exitCode: 3 });
  });

  test.skipIf(process.platform === "win32")("mode 000 ends with 12", async () => {
    chmodSync(checkout.put(".devenvrc", "mode: live\n"), 0);
    expect(await problem()).toMatchObject({ code: "NOT_READABLE", exitCode: 12 });
  });

  test.skipIf(process.platform === "win32")("a file of somebody else that others may change ends with 4", async () => {
    const path = checkout.put(".devenvrc", "mode: live\n");
    chmodSync(path, 0o664);
    expect(await problem({ uid: 4242 })).toMatchObject({ code: "CONFIG_FOREIGN_OWNER", exitCode: 4 });
    chmodSync(path, 0o644);
    expect(await problem({ uid: 4242 })).toBeUndefined();
  });

  test("the problems of both files come together, each with its own name", async () => {
    checkout.put(".devenvrc", "mode: prod\n");
    checkout.put(".devenvrc.local", "slot: 11\n");
    const errors = await errorsOf(() => open());
    expect(errors.map(({ place }) => `${place?.file}:${place?.line}`)).toEqual([".devenvrc:1", ".devenvrc.local:1"]);
  });

  test("from a folder below, the place is the file's whole path", async () => {
    checkout.put(".devenvrc", "mode: prod\n");
    mkdirSync(at("src/deep"), { recursive: true });
    expect((await problem({ cwd: at("src/deep") }))?.place?.file).toBe(at(".devenvrc"));
  });
});
