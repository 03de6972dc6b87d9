import { expect, test } from "vitest";
import { clockHandlers } from "../../src/sandbox/clock-routes.ts";
import type { SandboxAnswer, SandboxRequest } from "../../src/sandbox/http/exchange.ts";
import { createLockout } from "../../src/sandbox/lockout.ts";
import { ProviderStorage } from "../../src/sandbox/provider-storage.ts";
import { openSandboxClock } from "../../src/sandbox/sandbox-clock.ts";
import { fakeFiles } from "../support/fake-files.ts";

const PATH = "/state/shop/clock.json";
const REAL = 1_700_000_000_000;
const HOUR_MS = 3_600_000;

/** The clock's routes over real sessions and locks; billing does what the test says. */
async function routes(catchUp: () => Promise<{ invoices: number; webhooks: number }>) {
  const files = fakeFiles(() => REAL, 1000);
  const clock = await openSandboxClock(PATH, files, () => REAL);
  const storage = new ProviderStorage(clock.now);
  const told: number[] = [];
  const billing = { resume: async () => void told.push(clock.read().offsetMs), catchUp };
  const handlers = clockHandlers({ clock, storage, lockout: createLockout(clock.now), billing });
  const move = async (offsetMs: number): Promise<SandboxAnswer> =>
    // The handler reads nothing but the body.
    handlers.move({ body: JSON.stringify({ offsetMs }) } as SandboxRequest);
  return { files, clock, storage, told, move, show: handlers.show };
}

test("billing is opened by the old time, so that it counts what the new one brings", async () => {
  const { told, move, show } = await routes(async () => ({ invoices: 3, webhooks: 9 }));
  const { body } = await move(HOUR_MS);
  expect(body).toEqual({ nowMs: REAL + HOUR_MS, offsetMs: HOUR_MS, invoices: 3, webhooks: 9, sessionsEnded: 0 });
  expect(told).toEqual([0]);
  expect(show().body).toEqual({ nowMs: REAL + HOUR_MS, offsetMs: HOUR_MS });
});

test("where billing cannot be written the clock goes back, on the disk too, and no session ends", async () => {
  const { files, clock, storage, move } = await routes(() => Promise.reject(new Error("the disk is full")));
  storage.put("Session", "s", { uid: "u", accountId: "ann", iat: REAL / 1000 }, 600);
  await expect(move(HOUR_MS)).rejects.toThrow("the disk is full");
  expect([clock.read().offsetMs, await files.read(PATH)]).toEqual([0, undefined]);
  expect(storage.sessions()).toHaveLength(1);
});

test("sessions that are over end, and those that have not begun; what is between stays", async () => {
  const { storage, move } = await routes(async () => ({ invoices: 0, webhooks: 0 }));
  storage.put("Session", "short", { uid: "a", accountId: "ann", iat: REAL / 1000 }, 60);
  storage.put("Session", "long", { uid: "b", accountId: "bob", iat: REAL / 1000 }, 36_000);
  expect((await move(HOUR_MS)).body).toMatchObject({ sessionsEnded: 1 });
  storage.put("Session", "late", { uid: "c", accountId: "cat", iat: (REAL + HOUR_MS) / 1000 }, 36_000);
  storage.put("Session", "again", { uid: "d", accountId: "dan", iat: REAL / 1000, loginTs: REAL / 1000 + 9 }, 36_000);
  expect((await move(0)).body).toMatchObject({ sessionsEnded: 2 });
  expect(storage.sessions().map(({ accountId }) => accountId)).toEqual(["bob"]);
});
