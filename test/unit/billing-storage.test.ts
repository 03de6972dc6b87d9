import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeFiles } from "../../src/adapters/files.ts";
import type { AddOnRecord } from "../../src/sandbox/billing/records/add-on.ts";
import { EventStore } from "../../src/sandbox/billing/storage/event-store.ts";
import { BillingStore } from "../../src/sandbox/billing/storage/store.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-storage-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const addOn = (id: string, description = ""): AddOnRecord => ({
  lago_id: id,
  name: id,
  code: id,
  invoice_display_name: null,
  amount_cents: 1,
  amount_currency: "USD",
  description,
  created_at: "2026-11-22T00:00:00Z",
});

const reopened = async (store: BillingStore) => {
  await store.close();
  return BillingStore.open(folder, nodeFiles);
};
const ids = ({ tables }: BillingStore) => tables.addOns.all().map(({ lago_id }) => lago_id);
const fact = (transaction: string) => ({
  subscription: "s",
  code: "c",
  transaction,
  timestamp: 5,
  properties: { count: 1 },
});

test("changes that belong together are kept together, or not at all", async () => {
  let store = await BillingStore.open(folder, nodeFiles);
  await store.transact(() => [store.tables.addOns.put(addOn("a")), store.tables.addOns.put(addOn("b"))]);
  const failing = store.transact(() => {
    store.tables.addOns.put(addOn("c"));
    store.tables.addOns.put(addOn("a", "changed"));
    store.tables.addOns.remove("b");
    throw new Error("refused");
  });
  await expect(failing).rejects.toThrow("refused");
  const expectKept = () => {
    expect(ids(store).toSorted()).toEqual(["a", "b"]);
    expect(store.tables.addOns.get("a")?.description).toBe("");
  };
  expectKept();
  store = await reopened(store);
  expectKept();
  await store.close();
});

test("a journal that outweighs its state is rewritten, and what a crash leaves of that is not read again", async () => {
  let store = await BillingStore.open(folder, nodeFiles);
  for (let round = 0; round < 40; round += 1)
    await store.transact(() => store.tables.addOns.put(addOn(`row${round % 2}`, `${round}`.padEnd(10_000, "."))));
  store = await reopened(store);
  const files = await readdir(folder);
  expect(files.filter((name) => name.startsWith("journal"))).toEqual(["journal-1.log"]);
  expect((await stat(join(folder, "state.json"))).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, "journal-1.log"))).size).toBeLessThan(262_144);
  await writeFile(join(folder, "journal-0.log"), `${JSON.stringify([["addOns", "row0"]])}\n`);
  store = await reopened(store);
  expect(store.tables.addOns.get("row0")?.description).toMatch(/^38\.+$/);
  expect(store.tables.addOns.get("row1")?.description).toMatch(/^39\.+$/);
  expect((await readdir(folder)).toSorted()).toEqual(["journal-1.log", "state.json"]);
  await store.close();
});

test("where no new journal can be begun, the old one goes on and nothing is lost", async () => {
  await mkdir(join(folder, "journal-1.log"));
  let store = await BillingStore.open(folder, nodeFiles);
  const fill = async (from: number) => {
    for (let round = from; round < from + 40; round += 1)
      await store.transact(() => store.tables.addOns.put(addOn("row", `${round}`.padEnd(10_000, "."))));
  };
  await fill(0);
  expect((await readdir(folder)).toSorted()).toEqual(["journal-0.log", "journal-1.log"]);
  await rm(join(folder, "journal-1.log"), { recursive: true });
  store = await reopened(store);
  expect(store.tables.addOns.get("row")?.description).toMatch(/^39\.+$/);
  await fill(40);
  store = await reopened(store);
  expect((await readdir(folder)).toSorted()).toEqual(["journal-2.log", "state.json"]);
  expect(store.tables.addOns.get("row")?.description).toMatch(/^79\.+$/);
  await store.close();
});

test("a line that a crash cut short is taken off, and the next one is whole", async () => {
  let store = await BillingStore.open(folder, nodeFiles);
  await store.transact(() => store.tables.addOns.put(addOn("a")));
  await store.close();
  await appendFile(join(folder, "journal-0.log"), '[["addOns",{"lago_id":"torn"');
  store = await BillingStore.open(folder, nodeFiles);
  await store.transact(() => store.tables.addOns.put(addOn("b")));
  store = await reopened(store);
  expect(ids(store)).toEqual(["a", "b"]);
  await store.close();
});

test("events of callers at the same time are all kept, once, in a private file", async () => {
  const path = join(folder, "deep/events.log");
  let events = await EventStore.open(path);
  await Promise.all(Array.from({ length: 200 }, (_, at) => events.add([fact(`t${at}`), fact(`u${at}`)], at)));
  await events.close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path, "utf8")).trimEnd().split("\n").length).toBe(200);
  events = await EventStore.open(path);
  expect(events.count).toBe(400);
  expect(events.between("s", "c", { from: 5, to: 5 }).length).toBe(400);
  expect(events.between("s", "c", { from: 6, to: 9 })).toEqual([]);
  expect([events.has("s", "t199"), events.has("s", "t200"), events.has("other", "t1")]).toEqual([true, false, false]);
  await events.close();
});
