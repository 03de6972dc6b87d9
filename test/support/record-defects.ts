import { checkoutId } from "../../src/domain/checkout.ts";
import { openJournal } from "../../src/flows/journal.ts";
import { takeLock } from "../../src/flows/lock.ts";
import { grantPath } from "../../src/flows/trust-standing.ts";
import { type Defect, ROOT, STATE, stateOf } from "./clean-machine.ts";
import { fakeCheckout } from "./fake-checkout.ts";
import type { FakeWorld } from "./fake-world.ts";
import { serverRecord } from "./server-record.ts";

const checkoutOf = (world: FakeWorld) => ({ ...fakeCheckout(), state: stateOf(world) });
const grantOf = (world: FakeWorld) => grantPath(STATE, checkoutId(ROOT, world.hash.sha256));
const GRANT = JSON.stringify({ root: ROOT, hash: "0", files: [], effects: [], grantedAt: "2026-01-01T00:00:00Z" });
const EVENTS_LINE = JSON.stringify([17, ["sub", "tokens", "t1", 17, { count: 1 }]]);

/** What can be wrong with avb's own records: what killed commands left, and what somebody else did to them. */
export const RECORD_DEFECTS: readonly Defect[] = [
  {
    name: "the record of a server that was killed",
    ...{ check: "stale", state: "warn", says: /has ended without being stopped \(pid 77\)/ },
    plant: (world) => world.files.put(stateOf(world).instance, serverRecord({ pid: 77 })),
  },
  {
    name: "a server that lives and does not answer",
    ...{ check: "stale", state: "fail", says: /lives \(pid 77\) but does not answer/ },
    plant: (world) => {
      world.living.set(77, { start: "9", command: "node sandbox.cjs" });
      world.files.put(stateOf(world).instance, serverRecord({ pid: 77 }));
    },
  },
  {
    name: "the lock of a command that was killed",
    ...{ check: "stale", state: "warn", says: /left by 'avb dev up' \(pid 4242\), which has ended/ },
    plant: async (world) => {
      await takeLock(world, { ...fakeCheckout(), state: stateOf(world) }, "avb dev up");
      world.living.delete(4242);
    },
  },
  {
    name: "a server of another version",
    ...{ check: "server-version", state: "warn", says: /server is version 0\.9\.0, and this avb is 1\.0\.0/ },
    plant: (world) => {
      world.living.set(77, { start: "9", command: "node sandbox.cjs" });
      const body = JSON.stringify({ instance: "i", version: "0.9.0", pid: 77, uptimeMs: 1 });
      for (const port of [8080, 63690]) world.taken.set(port, { pid: 77, command: "node" });
      world.servers.set("http://127.0.0.1:8080", () => ({ status: 200, headers: {}, body }));
      world.files.put(stateOf(world).instance, serverRecord({ pid: 77, version: "0.9.0" }));
    },
  },
  {
    name: "a command that was killed while it changed the stack",
    ...{ check: "journal", state: "warn", says: /the last 'avb dev up' \(pid 4242\) was cut off/ },
    plant: async (world) => openJournal(world, checkoutOf(world), "avb dev up").begin(),
  },
  {
    name: "a write that was cut off",
    ...{ check: "leftovers", state: "warn", says: /\.0123456789ab\.tmp was left/ },
    plant: (world) =>
      world.files.put(`${stateOf(world).directory}/.0123456789ab.tmp`, "{", { modifiedMs: world.nowMs - 3_600_000 }),
  },
  {
    name: "a start that was cut off",
    ...{ check: "leftovers", state: "warn", says: /launch\.json was left/ },
    plant: (world) =>
      world.files.put(stateOf(world).launch, '{"identityPort":8080}', { modifiedMs: world.nowMs - 3_600_000 }),
  },
  {
    name: "a signing key of last year",
    ...{ check: "keys", state: "warn", says: /the signing key is 400 days old/ },
    plant: (world) => {
      const createdAtMs = world.nowMs - 400 * 86_400_000;
      world.files.put(stateOf(world).keys, JSON.stringify({ signing: [{ jwk: {}, createdAtMs }] }));
    },
  },
  {
    name: "a key file that holds no key",
    ...{ check: "keys", state: "fail", says: /keys\.json is not what avb wrote there/ },
    plant: (world) => world.files.put(stateOf(world).keys, "{}"),
  },
  {
    name: "a file of secrets that is torn",
    ...{ check: "records", state: "fail", says: /secrets\.json is not what avb wrote there/ },
    plant: (world) => world.files.put(stateOf(world).secrets, '{"root":"ab'),
  },
  {
    name: "a log of usage events with a line that nobody wrote",
    ...{ check: "billing", state: "fail", says: /events\.log is not what avb wrote there \(line 2 is none/ },
    plant: (world) =>
      world.files.put(`${stateOf(world).billing}/events.log`, `${EVENTS_LINE}\ngarbage\n${EVENTS_LINE}\n[17`),
  },
  {
    name: "a journal of the billing API with a line that is no change",
    ...{ check: "billing", state: "fail", says: /journal-1\.log is not what avb wrote there \(line 1 is none/ },
    plant: (world) => {
      world.files.put(`${stateOf(world).billing}/state.json`, '{"journal":1,"rows":{}}');
      world.files.put(`${stateOf(world).billing}/journal-0.log`, "of no use any more\n");
      world.files.put(`${stateOf(world).billing}/journal-1.log`, '{"plans":[]}\n[["plans","x"]]\n');
    },
  },
  {
    name: "a billing state that is torn",
    ...{ check: "billing", state: "fail", says: /state\.json is not what avb wrote there/ },
    plant: (world) => world.files.put(`${stateOf(world).billing}/state.json`, "{"),
  },
  {
    name: "a file of the moved clock that says nothing of it",
    ...{ check: "records", state: "fail", says: /clock\.json does not say how far the sandbox's clock is moved/ },
    plant: (world) => world.files.put(stateOf(world).clock, '{"offsetMs":"a month"}'),
  },
  {
    name: "a remembered port outside its range",
    ...{ check: "sticky", state: "warn", says: /port 9999 is remembered for vault\.http, whose range is 6500/ },
    plant: (world) => world.files.put(stateOf(world).ports, '{"vault.http":[{"wanted":65003,"given":9999}]}'),
  },
  {
    name: "a remembered port of no service",
    ...{ check: "sticky", state: "warn", says: /port 65031 is remembered for mysql\.db, which there is not/ },
    plant: (world) => world.files.put(stateOf(world).ports, '{"mysql.db":[{"wanted":65003,"given":65031}]}'),
  },
  {
    name: "a register of slots that is torn",
    ...{ check: "slots", state: "fail", says: /slots\.json is not what avb wrote there/ },
    plant: (world) => world.files.put(`${STATE}/slots.json`, "{"),
  },
  {
    name: "a worktree with the same slot",
    ...{ check: "slots", state: "warn", says: /slot 2 is also that of \/home\/dev\/feature/ },
    host: { env: { AVB_SLOT: "2" } },
    plant: (world) => {
      world.files.put("/home/dev/feature/.git", "gitdir: x");
      const register = { [`${ROOT}/.git`]: { "feature-1": { root: "/home/dev/feature", slot: 2 } } };
      world.files.put(`${STATE}/slots.json`, JSON.stringify(register));
    },
  },
  {
    name: "a record of trust that others could have written",
    ...{ check: "trust", state: "warn", says: /can be written by others \(mode 0666\)/ },
    plant: (world) => world.files.put(grantOf(world), GRANT, { mode: 0o666 }),
  },
  {
    name: "a record of trust that is torn",
    ...{ check: "trust", state: "warn", says: /is not what avb wrote there/ },
    plant: (world) => world.files.put(grantOf(world), "{"),
  },
];
