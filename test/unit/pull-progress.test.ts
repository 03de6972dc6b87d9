import fc from "fast-check";
import { expect, test } from "vitest";
import { type PullEvent, pullProgress } from "../../src/domain/pull-progress.ts";

const heard = (events: readonly PullEvent[]) => {
  const hear = pullProgress();
  return events.map((event) => hear(event));
};
const downloading = (id: string, current: number, total: number): PullEvent => ({
  ...{ id, status: "Downloading", progressDetail: { current, total } },
});

test("bytes of all layers are added up", () => {
  const told = heard([
    { id: "8.0", status: "Pulling from library/redis" },
    { id: "a", status: "Pulling fs layer" },
    { id: "b", status: "Pulling fs layer" },
    downloading("a", 10, 100),
    downloading("b", 5, 50),
    { id: "a", status: "Download complete" },
    { id: "a", status: "Extracting", progressDetail: { current: 3, total: 700 } },
    { id: "b", status: "Pull complete" },
    { status: "Status: Downloaded newer image for redis:8.0" },
  ]);
  expect(told).toEqual([
    undefined,
    { bytes: 0, of: 0, layers: 1 },
    { bytes: 0, of: 0, layers: 2 },
    { bytes: 10, of: 100, layers: 2 },
    { bytes: 15, of: 150, layers: 2 },
    { bytes: 105, of: 150, layers: 2 },
    { bytes: 105, of: 150, layers: 2 },
    { bytes: 150, of: 150, layers: 2 },
    undefined,
  ]);
});

test("a layer that is there already does not count", () => {
  expect(heard([{ id: "a", status: "Already exists" }])).toEqual([undefined]);
});

test("what was fetched never shrinks and is never more than what there is", () => {
  const event: fc.Arbitrary<PullEvent> = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    status: fc.constantFrom("Pulling fs layer", "Downloading", "Verifying Checksum", "Pull complete", "Waiting"),
    progressDetail: fc.record({ current: fc.nat(1000), total: fc.nat(1000) }),
  });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let before = 0;
      for (const told of heard(events)) {
        expect(told?.bytes).toBeGreaterThanOrEqual(before);
        expect(told?.bytes).toBeLessThanOrEqual(told?.of ?? 0);
        before = told?.bytes ?? 0;
      }
    }),
  );
});
