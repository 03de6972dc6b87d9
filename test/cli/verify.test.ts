import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sectionIds } from "../../src/flows/verify/verify.ts";
import { type ClaimedSlot, claimSlot } from "../support/claimed-slot.ts";
import { needs } from "../support/needs.ts";
import { avbHome } from "../support/run-avb.ts";

const home = avbHome();
let claimed: ClaimedSlot;
const avb = (...args: readonly string[]) =>
  home.run(["dev", ...args], { AVB_SLOT: claimed.slot, DOCKER_HOST: "unix:///nowhere" });
const at = (name: string) => join(home.cwd, name);

beforeAll(async () => {
  claimed = await claimSlot();
  expect(await avb("up", "--mode", "sandbox", "--quiet")).toMatchObject({ status: 0 });
});
afterAll(async () => {
  await avb("down");
  home.remove();
  claimed.release();
});

describe("avb dev verify in the sandbox", () => {
  test("every claim that can be tried holds; what the mode bypasses is said and left out (0)", async () => {
    const { status, stdout } = await avb("verify", "--json");
    const { ok, data } = JSON.parse(stdout);
    const broken = data.sections.flatMap((one: { proofs: { outcome: string }[] }) =>
      one.proofs.filter(({ outcome }) => outcome === "broken"),
    );
    expect(broken).toEqual([]);
    expect({ status, ok, holds: data.holds }).toEqual({ status: 0, ok: true, holds: true });
    expect(data.sections.map(({ id }: { id: string }) => id)).toEqual(sectionIds());
    expect(stdout).toContain("it does not run in this stack; with it: avb dev up --with postgres");
  });

  test("prints a row for each section, tells its progress beside, and no secret anywhere", async () => {
    const { stdout, stderr } = await avb("verify", "golden", "lago", "--verbose");
    expect(stdout).toMatch(/^Section +Held +Broken +Skipped +Time\n/);
    expect(stdout).toMatch(/ok +the usage is a line of an invoice \([\d.]+ m?s\) +\[golden\.invoice\]/);
    expect(stderr).toContain("prove golden");
    const { root } = JSON.parse(readFileSync(join(stateFolder(), "secrets.json"), "utf8"));
    expect(stdout + stderr).not.toContain(root);
    expect(stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  });

  test("a claim that does not hold is told with its place in the report, and ends with 14 in each form", async () => {
    writeFileSync(at(".devenvrc.local"), "env:\n  LAGO_MOCK: 'false'\n");
    expect(await home.run(["trust", "--yes"])).toMatchObject({ status: 0 });
    try {
      const [text, json] = [await avb("verify", "matrix"), await avb("verify", "matrix", "--json")];
      expect([text.status, json.status]).toEqual([14, 14]);
      expect(text.stdout).toContain("[matrix.ext-002.here.host]");
      expect(text.stderr).toMatch(/avb: 2 of \d+ claims do not hold: LAGO_MOCK is true for the .*\[VERIFY_BROKEN\]\n$/);
      const { ok, data, error } = JSON.parse(json.stdout);
      expect({ ok, code: error.code, exit: error.exit }).toEqual({ ok: false, code: "VERIFY_BROKEN", exit: 14 });
      expect(data).toMatchObject({ holds: false, counts: { broken: 2 } });
    } finally {
      writeFileSync(at(".devenvrc.local"), "");
    }
  });

  test("the reports are refused before anything is asked where something else is in their place", async () => {
    mkdirSync(at("folder.html"), { recursive: true });
    writeFileSync(at("notes.xml"), "mine");
    if (!existsSync(at("link.html"))) symlinkSync("/etc/hostname", at("link.html"));
    for (const [args, code] of [
      [["--html", "folder.html"], "REPORT_NOT_A_FILE"],
      [["--html", "link.html"], "REPORT_NOT_A_FILE"],
      [["--junit", "notes.xml"], "REPORT_NOT_OURS"],
      [["--junit", "nowhere/verify.xml"], "REPORT_FOLDER_MISSING"],
    ] as const) {
      const { status, stdout, stderr } = await avb("verify", "matrix", ...args);
      expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
      expect(stderr).toContain(`[${code}]`);
    }
    expect(readFileSync(at("notes.xml"), "utf8")).toBe("mine");
  });
});

const stateFolder = (): string => {
  const state = home.env.AVB_STATE_DIR ?? "";
  const name = execFileSync("ls", [state], { encoding: "utf8" })
    .split("\n")
    .find((one) => one.startsWith("checkout-"));
  return join(state, name ?? "");
};

needs(["python"], "the files of avb dev verify", () => {
  test("are written whole, for everybody to read, and a program reads the counts in them", async () => {
    const { stdout } = await avb("verify", "matrix", "--json", "--junit", "verify.xml", "--html", "verify.html");
    const { counts } = JSON.parse(stdout).data;
    const read =
      "import sys,json,xml.etree.ElementTree as e; r=e.parse(sys.argv[1]).getroot(); print(json.dumps([r.get('tests'), len(r.findall('.//testcase')), len(r.findall('.//skipped'))]))";
    const seen = JSON.parse(execFileSync("python3", ["-c", read, at("verify.xml")], { encoding: "utf8" }));
    const total = counts.held + counts.broken + counts.skipped;
    expect(seen).toEqual([String(total), total, counts.skipped]);
    expect(statSync(at("verify.html")).mode & 0o777).toBe(0o644);
    expect(readFileSync(at("verify.html"), "utf8")).toContain("KEYCLOAK_BYPASS is true for the host");
  });
});
