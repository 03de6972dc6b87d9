import { expect, test } from "vitest";
import { fakeKafka } from "../support/fake-kafka.ts";
import { fakeTemporal } from "../support/fake-temporal.ts";
import { well } from "../support/live-world.ts";
import { ownWorld } from "../support/own-world.ts";

/** A checkout with a document of its own for one service, which `up` seeds. */
async function upWithOwn(service: "temporal" | "kafka", text: string) {
  const own = await ownWorld(`seeds: {${service}: [own.yaml]}\n`);
  own.world.files.put("/home/dev/shop/own.yaml", text);
  await own.trust();
  own.engine.have("apache/kafka:4.3.1");
  own.engine.behave("-kafka", well("kafka"));
  const [temporal, kafka] = [fakeTemporal(), fakeKafka()];
  Object.assign(own.world, { temporal, kafka });
  await own.upWith(service);
  return { temporal, kafka };
}

const TEMPORAL = `description: ours
retention_hours: 48
search_attributes: {TenantId: Keyword}
task_queues: [default, voice-processing, billing, notifications, reports]
schedules:
  - {id: billing-sync, absent: true}
  - {id: metrics-aggregation, workflow: Ours, task_queue: reports, every_seconds: 30, paused: false}
  - {id: nightly, workflow: Nightly, task_queue: default, every_seconds: 86400}
`;

test("what avb chose for Temporal's namespace and schedules a team's document chooses otherwise", async () => {
  const { temporal } = await upWithOwn("temporal", TEMPORAL);
  const space = temporal.namespaces.get("agentvoicebox");
  expect(space?.facts).toEqual({ name: "agentvoicebox", description: "ours", retentionHours: 48 });
  expect(Object.fromEntries(space?.attributes ?? [])).toEqual({ TenantId: "Keyword" });
  const schedules = [...(space?.schedules.values() ?? [])].sort((one, other) => one.id.localeCompare(other.id));
  expect(schedules).toEqual([
    expect.objectContaining({ id: "cleanup-expired-sessions", everySeconds: 3600, paused: true }),
    { id: "metrics-aggregation", workflow: "Ours", taskQueue: "reports", everySeconds: 30, paused: false },
    { id: "nightly", workflow: "Nightly", taskQueue: "default", everySeconds: 86_400, paused: true },
  ]);
});

test("how long Kafka keeps what a topic has, a team's document chooses otherwise, beside topics of its own", async () => {
  const own = `topics:
  - {name: agentvoicebox.audit, partitions: 2, retention_hours: 1}
  - {name: shop.orders, partitions: 3, retention_hours: 48}
`;
  const { kafka } = await upWithOwn("kafka", own);
  expect(kafka.topics.size).toBe(6);
  expect(kafka.topics.get("agentvoicebox.audit")).toMatchObject({ partitions: 2, retentionHours: 1 });
  expect(kafka.topics.get("shop.orders")).toMatchObject({ partitions: 3, retentionHours: 48 });
});

test.each([
  [
    "is on a queue that is none",
    "schedules:\n  - id: mine\n    workflow: Mine\n    every_seconds: 5\n    task_queue: nowhere\n",
    5,
  ],
  ["of avb's is on a queue that the team left out", "description: ours\ntask_queues: [default]\n", 2],
])("a schedule that %s is told with file and line, before anything is started", async (_what, text, line) => {
  await expect(upWithOwn("temporal", text)).rejects.toMatchObject({
    ...{ code: "SEED_DOCUMENT", exitCode: 3 },
    message: expect.stringMatching(/names the task queue \S+, which is none of default/),
    place: expect.objectContaining({ file: "own.yaml", line }),
  });
});
