import { appendFile, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nodeFiles } from "../../src/adapters/files.ts";
import { AppendLog } from "../../src/sandbox/billing/storage/append-log.ts";
import { EventStore } from "../../src/sandbox/billing/storage/event-store.ts";
import { BillingStore } from "../../src/sandbox/billing/storage/store.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-damage-"));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const EVENT = '[5,["s","c","t",5,{"count":1}]]';

test.each(["{", "[]", '{"journal":"1","rows":{}}', '{"journal":0,"rows":{"plans":[{"code":"pro"}]}}'])(
  "a state that says %s is named, not forgotten",
  async (text) => {
    const path = join(folder, "state.json");
    await writeFile(path, text);
    await expect(BillingStore.open(folder, nodeFiles)).rejects.toMatchObject({
      ...{ code: "STATE_CORRUPT", facts: { path } },
    });
  },
);

test.each(["garbage", "7", '[["plans"]]', '[["plans",{"code":"pro"}]]'])(
  "a journal's line %s is told with its number",
  async (line) => {
    const path = join(folder, "journal-0.log");
    await writeFile(path, `[["plans","x"]]\n${line}\n`);
    const facts = { path, why: "line 2 is none that avb writes" };
    await expect(BillingStore.open(folder, nodeFiles)).rejects.toMatchObject({ code: "STATE_CORRUPT", facts });
  },
);

test.each(["garbage", "", "{}", "[5,[1]]", '["5"]'])(
  "a line '%s' among the events is told, and the file stays",
  async (line) => {
    const path = join(folder, "events.log");
    await writeFile(path, `${EVENT}\n${line}\n${EVENT}\n`);
    const facts = { path, why: "line 2 is none that avb writes" };
    await expect(EventStore.open(path)).rejects.toMatchObject({ code: "STATE_CORRUPT", facts });
    expect(await readFile(path, "utf8")).toBe(`${EVENT}\n${line}\n${EVENT}\n`);
  },
);

test("events whose last line a crash cut short are all there but that one", async () => {
  const path = join(folder, "events.log");
  await writeFile(path, `${EVENT}\n`);
  await appendFile(path, EVENT.slice(0, 9));
  const events = await EventStore.open(path);
  expect(events.count).toBe(1);
  await events.close();
  expect(await readFile(path, "utf8")).toBe(`${EVENT}\n`);
});

/** A disk that fails: the handles of one open file are of one class. */
async function handles() {
  const probe = await open(join(folder, "probe"), "w");
  await probe.close();
  return Object.getPrototypeOf(probe);
}

test("what a lost batch left behind, and could not be cut off, is never half of a line", async () => {
  const path = join(folder, "log");
  const log = await AppendLog.open({ path, found: () => undefined });
  const prototype = await handles();
  const sync = vi.spyOn(prototype, "datasync").mockRejectedValueOnce(new Error("EIO"));
  const cut = vi.spyOn(prototype, "truncate").mockRejectedValue(new Error("EIO"));
  let undone = 0;
  const append = (line: string) =>
    log.append(line, () => {
      undone += 1;
    });
  await expect(append("a line that is long")).rejects.toThrow("EIO");
  expect(sync).toHaveBeenCalledOnce();
  await expect(append("short")).rejects.toThrow("EIO");
  expect(undone).toBe(2);
  cut.mockRestore();
  await append("again");
  expect(await readFile(path, "utf8")).toBe("again\n");
  await log.close();
});
