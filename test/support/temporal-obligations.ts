import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { NewTemporalSchedule, TemporalServer } from "../../src/domain/temporal.ts";

const SCHEDULE: NewTemporalSchedule = {
  ...{ id: "tried", workflow: "Nobody", taskQueue: "tried", everySeconds: 900, paused: true },
};

const made = async (server: TemporalServer): Promise<string> => {
  const name = `tried-${randomUUID()}`;
  await server.register({ name, description: "tried", retentionHours: 48 });
  return name;
};

/** A new namespace is not seen by everything at once. */
const seen = async (server: TemporalServer): Promise<string> => {
  const name = await made(server);
  await expect.poll(() => server.schedules(name).catch(() => undefined), { timeout: 10_000 }).toEqual([]);
  return name;
};

/** What avb relies on, of the real server and of the fake one alike, by what must hold. */
export const TEMPORAL_OBLIGATIONS: Readonly<Record<string, (server: TemporalServer) => Promise<void>>> = {
  async "a namespace that is not there is nothing, and one that was made is read back"(server) {
    expect(await server.namespace("never-made")).toBeUndefined();
    const name = await made(server);
    expect(await server.namespace(name)).toEqual({ name, description: "tried", retentionHours: 48 });
    await server.update({ name, description: "changed", retentionHours: 72 });
    expect(await server.namespace(name)).toEqual({ name, description: "changed", retentionHours: 72 });
  },

  async "making a namespace twice is refused, and says that it is there"(server) {
    const name = await made(server);
    const again = server.register({ name, description: "tried", retentionHours: 48 });
    await expect(again).rejects.toMatchObject({ passes: false, message: expect.stringMatching(/already exists/) });
  },

  async "a schedule is made in a new namespace, or refused with 404 for as long as that is not seen"(server) {
    const name = await made(server);
    const create = () =>
      server.createSchedule(name, SCHEDULE).then(
        () => 200,
        (error: unknown) => Object(error).status,
      );
    const first = await create();
    expect([200, 404]).toContain(first);
    if (first === 404) await expect.poll(create, { timeout: 10_000 }).toBe(200);
  },

  async "a schedule is read back as it was made, changed, and gone when it is removed"(server) {
    const name = await seen(server);
    expect(await server.schedule(name, SCHEDULE.id)).toBeUndefined();
    await server.createSchedule(name, SCHEDULE);
    const held = { id: "tried", workflow: "Nobody", taskQueue: "tried", when: "every 900 s" };
    expect(await server.schedule(name, SCHEDULE.id)).toEqual(held);
    await expect(server.createSchedule(name, SCHEDULE)).rejects.toThrow(/already/i);
    await server.updateSchedule(name, { ...SCHEDULE, everySeconds: 60, taskQueue: "other" });
    expect(await server.schedule(name, SCHEDULE.id)).toEqual({ ...held, when: "every 60 s", taskQueue: "other" });
    await server.removeSchedule(name, SCHEDULE.id);
    expect(await server.schedule(name, SCHEDULE.id)).toBeUndefined();
  },

  async "a search attribute is read back with its type"(server) {
    const name = await seen(server);
    expect(await server.searchAttributes(name)).toEqual({});
    await server.addSearchAttribute(name, "TenantId", "Keyword");
    await expect.poll(() => server.searchAttributes(name)).toEqual({ TenantId: "Keyword" });
  },

  async "a workflow runs, takes a signal and ends; the server takes it to be forgotten"(server) {
    const name = await seen(server);
    const run = { workflowId: "tried", workflow: "Nobody", taskQueue: "tried" };
    await server.start(name, run);
    await server.signal(name, "tried", "noted");
    expect(await server.run(name, "tried")).toEqual({ ...run, status: "RUNNING", signals: 1 });
    expect(await server.run("default", "tried")).toBeUndefined();
    await server.terminate(name, "tried");
    expect(await server.run(name, "tried")).toMatchObject({ status: "TERMINATED" });
    await server.forget(name, "tried");
  },
};
