import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/flows/checks/table.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { doctorFix, planFix } from "../../src/flows/doctor-fix.ts";
import { takeLock } from "../../src/flows/lock.ts";
import { CHECKOUT_DEFECTS } from "../support/checkout-defects.ts";
import { cleanWorld, type Defect, ill, ROOT, stateOf } from "../support/clean-machine.ts";
import { CREDENTIAL_DEFECTS } from "../support/credential-defects.ts";
import { ENVIRONMENT_DEFECTS } from "../support/environment-defects.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import type { FakeWorld } from "../support/fake-world.ts";
import { MACHINE_DEFECTS } from "../support/machine-defects.ts";
import { RECORD_DEFECTS } from "../support/record-defects.ts";
import { recordingWatch } from "../support/recording-watch.ts";
import { SEEDED_DEFECTS } from "../support/seeded-defects.ts";

/** What `--fix` does about a defect, by its name; every other defect is left to the person. */
const CURED: Readonly<Record<string, RegExp>> = {
  "a state folder that others may enter": /^chmod-1: give \/state\/shop-\w+ the mode 0700/,
  "a file of secrets that others may read": /^chmod-1: give .*identities\.json the mode 0600/,
  "a written env file whose values have changed": /^refresh-env-1: write the stale env files again/,
  "the record of a server that was killed": /^remove-1: remove .*instance\.json/,
  "the lock of a command that was killed": /^take-over-1: take over from the process that died/,
  "a command that was killed while it changed the stack": /^take-over-1: /,
  "a write that was cut off": /^remove-1: remove .*\.0123456789ab\.tmp/,
  "a start that was cut off": /^remove-1: remove .*launch\.json/,
  "a file of the moved clock that says nothing of it": /^remove-1: remove .*clock\.json/,
  "a log of usage events with a line that nobody wrote":
    /^drop-lines-1: take line 2 out of .*events\.log, which stays as it was in .*events\.log\.damaged/,
  "a journal of the billing API with a line that is no change": /^drop-lines-1: take line 1 out of .*journal-1\.log/,
  "a remembered port outside its range": /^rewrite-1: write .*ports\.json again/,
  "a remembered port of no service": /^rewrite-1: /,
  "an identity that others may read": /^chmod-1: give .*identity\.txt the mode 0600/,
  "a passphrase file that the group may read": /^chmod-1: give \/home\/dev\/phrase the mode 0600/,
  "a code cache that is open to others": /^chmod-1: give .*code the mode 0700/,
  "a private file that git does not ignore": /^ignore-1: add \/home\/dev\/shop\/\.env to \.gitignore/,
};

const DEFECTS = [
  ...[...ENVIRONMENT_DEFECTS, ...MACHINE_DEFECTS, ...CHECKOUT_DEFECTS],
  ...[...RECORD_DEFECTS, ...CREDENTIAL_DEFECTS],
];
const isCured = ({ name }: Defect) => CURED[name] !== undefined;

const toolsOf = (world: FakeWorld) => ({ world, signal: new AbortController().signal, watch: recordingWatch().watch });

/** A git that reads the repository's .gitignore, line by line. */
const gitOf = (world: FakeWorld) => (args: readonly string[]) => {
  const name = args.at(-1);
  const lines = world.files.entries.get(`${ROOT}/.gitignore`)?.text.split("\n") ?? [];
  if (args.includes("--show-toplevel")) return { exitCode: 0, stdout: `${ROOT}\n`, stderr: "" };
  const isTrue = args.includes("check-ignore") ? lines.includes(`/${name}`) : args.includes("rev-parse");
  return { exitCode: isTrue ? 0 : 1, stdout: "", stderr: "" };
};

async function illWithGit(defect: Defect): Promise<FakeWorld> {
  const world = await ill(defect);
  if (CURED[defect.name]?.source.includes("gitignore")) world.programs.set("git", gitOf(world));
  world.living.set(4242, { start: "later", command: "node avb" });
  return world;
}

describe("doctor --fix", () => {
  test.each(DEFECTS.filter(isCured))("cures $name, and looks again", async (defect) => {
    const world = await illWithGit(defect);
    const report = await doctorFix(toolsOf(world), CHECKS);
    expect(report.plan).toHaveLength(1);
    expect(report.checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect((await doctor(world, CHECKS)).curable).toBe(0);
    expect(world.signals).toEqual([]);
  });

  test.each(DEFECTS.filter(isCured))("--plan says what it would do about $name, and writes nothing", async (defect) => {
    const world = await illWithGit(defect);
    const before = new Map([...world.files.entries].map(([path, file]) => [path, { ...file }]));
    const { plan, report } = await planFix(world, CHECKS);
    expect(plan.steps.map(({ id, title }) => `${id}: ${title}`).join("\n")).toMatch(CURED[defect.name] ?? /never/);
    expect([report.curable, report.plan.length]).toEqual([1, 1]);
    expect(world.files.entries).toEqual(before);
  });

  test.each(DEFECTS.filter((defect) => !isCured(defect)))(
    "leaves $name to the person, and writes nothing",
    async (defect) => {
      const world = await ill(defect);
      const writes = [...world.files.writes];
      const report = await doctorFix(toolsOf(world), CHECKS);
      expect([report.plan, report.curable]).toEqual([[], 0]);
      expect(report.checks.filter(({ state }) => state !== "ok").map(({ id }) => id)).toEqual([defect.check]);
      expect(world.files.writes).toEqual(writes);
    },
  );

  test.each(SEEDED_DEFECTS.filter(({ check }) => ["temporal", "seeds"].includes(check)))(
    "cures $name by a seeding, and looks again",
    async (defect) => {
      const world = await ill(defect);
      const { plan, checks } = await doctorFix(toolsOf(world), CHECKS);
      expect(plan.map(({ title }) => title)).toEqual(["seed temporal from its documents"]);
      expect(checks.filter(({ state }) => state !== "ok")).toEqual([]);
    },
  );

  test("changes nothing while another command changes the stack", async () => {
    const world = cleanWorld();
    world.files.put(stateOf(world).identities, "{}", { mode: 0o644 });
    await takeLock(world, { ...fakeCheckout(), state: stateOf(world) }, "avb dev up");
    await expect(doctorFix(toolsOf(world), CHECKS)).rejects.toMatchObject({ code: "LOCK_BUSY" });
    expect((await world.files.facts(stateOf(world).identities))?.mode).toBe(0o644);
  });

  test("keeps the other lines of .gitignore, and adds one for each private file", async () => {
    const world = cleanWorld();
    world.programs.set("git", gitOf(world));
    world.files.put(`${ROOT}/.gitignore`, "node_modules", { mode: 0o644 });
    world.files.put(`${ROOT}/.devenvrc.local`, "mode: sandbox\n");
    await doctorFix(toolsOf(world), CHECKS);
    expect(world.files.entries.get(`${ROOT}/.gitignore`)).toMatchObject({
      text: "node_modules\n/.env\n/.devenvrc.local\n",
      mode: 0o644,
    });
  });

  test("does not follow a link that was put where a mode is to change", async () => {
    const world = cleanWorld();
    const { identities } = stateOf(world);
    world.files.put(identities, "{}", { mode: 0o644 });
    const { plan } = await planFix(world, CHECKS);
    world.files.put(identities, "", { kind: "symlink", mode: 0o777 });
    await expect(
      plan.steps[0]?.run(world, { progress: () => undefined, say: () => undefined }, new AbortController().signal),
    ).rejects.toMatchObject({ code: "NOT_WRITABLE" });
    expect(world.files.entries.get(identities)?.mode).toBe(0o777);
  });
});
