import { describe, expect, test } from "vitest";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { seededBilling } from "../support/seeded-billing.ts";
import { errorsOf } from "../support/temp-checkout.ts";

describe("a billing API that fails", () => {
  test("three answers of 503 are waited for, each time longer, and then it goes on", async () => {
    const { billing, seed, world } = await seededBilling();
    billing.asked.length = 0;
    billing.refusals.push(503, 503, 503);
    const began = world.nowMs;
    expect(await seed()).toMatchObject({ written: 0, counts: { unchanged: 19 } });
    expect(billing.asked).toHaveLength(5 + 3);
    expect(world.nowMs - began).toBeGreaterThanOrEqual(75);
  });

  test.each([
    [503, "it answered 503 (Refused by the test)", 4],
    [401, "it answered 401 (Refused by the test)", 1],
  ])("a list that stays at %i ends with 9 (%s), and nothing is written", async (status, why, attempts) => {
    const { billing, seed, rewrite, written } = await seededBilling();
    rewrite((document) => Object.assign(document.plans[0], { name: "Gratis" }));
    billing.asked.length = 0;
    billing.refusals.push(...Array.from({ length: 40 }, () => status));
    await expect(seed()).rejects.toMatchObject({
      ...{ code: "SEED_NOT_READ", exitCode: 9 },
      message: `Lago at http://localhost:63690 could not be read, so nothing was written: ${why}`,
    });
    expect(billing.asked.filter((line) => line === "GET /billable_metrics")).toHaveLength(attempts);
    expect(written()).toEqual([]);
  });

  test("a refused write names the thing and Lago's reason; the next run goes on from there", async () => {
    const { rewrite, seed, written } = await seededBilling();
    rewrite(({ customers, subscriptions }) => {
      customers.push({ external_id: "new", currency: "EUR" });
      subscriptions.push({ external_id: "new", external_customer_id: "new", plan_code: "pro" });
    });
    written();
    await expect(seed()).rejects.toMatchObject({
      ...{ code: "SEED_WRITE_FAILED", exitCode: 9 },
      message:
        "Lago did not take the subscription new, write 2 of 2: it answered 422 (currency: currencies_does_not_match); what was written before it stays",
    });
    expect(written()).toEqual(["POST /customers", "POST /subscriptions"]);
    rewrite(({ customers, subscriptions }) => {
      customers.push({ external_id: "new", currency: "USD" });
      subscriptions.push({ external_id: "new", external_customer_id: "new", plan_code: "pro" });
    });
    expect(await seed()).toMatchObject({ written: 2, counts: { created: 1, updated: 1 } });
  });

  test("what was made although no answer came is found, and not made twice", async () => {
    const { billing, rewrite, seed, lago } = await seededBilling();
    rewrite(({ plans, billable_metrics, webhook_endpoints }) => {
      plans.push({ ...plans[0], code: "trial", charges: [] });
      billable_metrics.push({ code: "calls", name: "Calls", aggregation_type: "count_agg" });
      webhook_endpoints.push({ webhook_url: "http://localhost:4000/hook" });
    });
    billing.lost = 3;
    expect(await seed()).toMatchObject({ written: 3, counts: { created: 3 } });
    expect((await lago.plans.list({})).things.filter(({ code }) => code === "trial")).toHaveLength(1);
    expect((await seed()).written).toBe(0);
  });

  test("another program on its port is no Lago, and nothing is taken for empty", async () => {
    const { seed, world } = await seededBilling();
    world.servers.set("http://127.0.0.1:63690", () => ({ status: 200, headers: {}, body: "[]" }));
    await expect(seed()).rejects.toMatchObject({ code: "SEED_NOT_READ", exitCode: 9 });
    world.servers.delete("http://127.0.0.1:63690");
    await expect(seed()).rejects.toMatchObject({ message: expect.stringContaining("ECONNREFUSED") });
  });

  test("up starts a server anew whose billing API cannot be read", async () => {
    const { billing, up } = await seededBilling();
    billing.refusals.push(...Array.from({ length: 9 }, () => 401));
    const again = await up();
    expect(again.plan.find(({ id }) => id === "start-server")?.because).toContain("could not be read");
    expect((await up()).plan).toEqual([]);
  });
});

test("a document that contradicts itself is told with its places before anything is started", async () => {
  const { up, world } = lifecycleWorld();
  const path = "/avb/templates/lago/billing.json";
  const text = (await world.files.read(path)) ?? "";
  const broken = text
    .replace('"billable_metric_code": "llm_tokens_input"', '"billable_metric_code": "llm_token_input"')
    .replace('"plan_code": "pro"', '"plan_code": "prof"');
  world.files.put(path, broken);
  const errors = await errorsOf(() => up());
  const line = (of: string) => broken.slice(0, broken.indexOf(of)).split("\n").length;
  expect(errors.map(({ code, exitCode, message, place }) => ({ code, exitCode, message, ...place }))).toEqual([
    {
      ...{ code: "SEED_DOCUMENT", exitCode: 3, file: path, line: line('"llm_token_input"'), column: 35 },
      keyPath: "plans[0].charges[3].billable_metric_code",
      message: "'llm_token_input' is no billable metric of this document (did you mean llm_tokens_input?)",
    },
    {
      ...{ code: "SEED_DOCUMENT", exitCode: 3, file: path, line: line('"prof"'), column: 20 },
      keyPath: "subscriptions[1].plan_code",
      message: "'prof' is no plan of this document (did you mean pro?)",
    },
  ]);
  expect(world.detached).toEqual([]);
});
