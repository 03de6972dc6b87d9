import { describe, expect, test } from "vitest";
import { temporalRefusal } from "../../src/adapters/temporal-refusal.ts";

const refused = (code: number, details: string) =>
  new Error("Failed to list schedules", {
    cause: Object.assign(new Error(`${code} X: ${details}`), { code, details }),
  });

describe("what Temporal refuses", () => {
  test.each([
    [5, "Namespace agentvoicebox is not found.", false, 404],
    [9, "Namespace has invalid state: Deleted. Must be Registered or Deprecated.", true, undefined],
    [9, "no poller seen for task queue recently, worker may be down", true, undefined],
    [9, "workflow is busy", false, undefined],
    [1, "Call cancelled", true, undefined],
    [14, "No connection established", true, undefined],
    [7, "Request unauthorized.", false, undefined],
  ])("code %i with '%s' passes: %s", (code, details, passes, status) => {
    expect(temporalRefusal(refused(code, details))).toMatchObject({ message: details, passes, status });
  });
});
