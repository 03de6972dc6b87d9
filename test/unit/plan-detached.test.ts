import { expect, test } from "vitest";
import type { Step } from "../../src/domain/plan.ts";
import { withoutWaiting } from "../../src/domain/plan-detached.ts";

const step = (id: string, ...after: readonly string[]): Step => ({
  ...{ id, title: id, because: "", after },
  run: async () => {},
});

const idsOf = (steps: readonly Step[]) => steps.map(({ id }) => id);

test("what waits for a service goes, and what comes after that; every start stays", () => {
  const { steps, notAwaited } = withoutWaiting([
    step("places"),
    step("start-redis", "places"),
    step("usable-redis", "start-redis"),
    step("seed-redis", "usable-redis"),
    step("hook-after_usable", "seed-redis"),
    step("start-server"),
    step("seed", "start-server"),
  ]);
  expect(idsOf(steps)).toEqual(["places", "start-redis", "start-server", "seed"]);
  expect(notAwaited).toEqual(["redis"]);
});

test("a service that another one's start needs is waited for all the same", () => {
  const { steps, notAwaited } = withoutWaiting([
    step("start-postgres"),
    step("answer-postgres", "start-postgres"),
    step("usable-postgres", "answer-postgres"),
    step("start-web", "usable-postgres"),
    step("usable-web", "start-web"),
  ]);
  expect(idsOf(steps)).toEqual(["start-postgres", "answer-postgres", "usable-postgres", "start-web"]);
  expect(notAwaited).toEqual(["web"]);
});

test("a plan that waits for nobody stays as it is", () => {
  const plan = [step("ports"), step("start-server", "ports")];
  expect(withoutWaiting(plan)).toEqual({ steps: plan, notAwaited: [] });
});
