import { describe, expect, test } from "vitest";
import { lagoListOf } from "../../src/services/lago/kinds.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";
import { seededBilling } from "../support/seeded-billing.ts";

const DEMO = "00000000-0000-0000-0000-000000000002";

describe("from nothing", () => {
  test("up makes every metric, plan, customer, subscription and the endpoint; a second run only reads", async () => {
    const { written, seed, lago, up } = await seededBilling();
    const made = written();
    const count = (line: string) => made.filter((one) => one === line).length;
    expect(made).toHaveLength(19);
    expect(count("POST /billable_metrics")).toBe(7);
    expect(count("POST /plans")).toBe(5);
    expect(count("POST /customers")).toBe(3);
    expect(count("POST /subscriptions")).toBe(3);
    expect(made.at(-1)).toBe("POST /webhook_endpoints");
    expect(await lago.plans.find("pro")).toMatchObject({ name: "Pro", amount_cents: 9900 });
    const again = await seed();
    expect(again).toMatchObject({ written: 0, changes: [], counts: { unchanged: 19, created: 0, updated: 0 } });
    expect((await up()).plan).toEqual([]);
    expect(written()).toEqual([]);
  });

  test("a repeated up reads what the document names, whatever applications have made", async () => {
    const { billing, lago, up } = await seededBilling();
    await lago.customers.create({ external_id: "somebody" });
    billing.asked.length = 0;
    await up();
    expect(billing.asked.sort()).toEqual(
      [
        ...["GET /billable_metrics", "GET /plans", "GET /webhook_endpoints"],
        ...["0", "1", "2"].map((digit) => `GET /customers/${DEMO.slice(0, -1)}${digit}`),
        ...["acme-voice", "demo-company", "platform"].map((id) => `GET /subscriptions/${id}`),
      ].sort(),
    );
  });

  test("the endpoint is the application's port in the checkout's slot", async () => {
    const { up, world, sandboxes } = lifecycleWorld();
    world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
    world.files.put("/home/dev/shop/.devenvrc", "slot: 2\n");
    await up();
    const { asked } = sandboxes[0]?.billing ?? { asked: [] };
    expect(asked).toContain("POST /webhook_endpoints");
    const sent = world.requests.find(({ method, url }) => method === "POST" && url.pathname.endsWith("_endpoints"));
    expect(JSON.parse(sent?.body ?? "{}").webhook_endpoint.webhook_url).toBe(
      "http://localhost:65120/api/v2/billing/webhooks/lago",
    );
  });

  test("without seeding nothing is written, and the API's health alone is proof", async () => {
    const { up, sandboxes } = lifecycleWorld();
    await up({ seed: false });
    expect(sandboxes[0]?.billing.asked).toEqual([]);
  });
});

describe("what somebody changed", () => {
  test("a plan's name and one price are seen, told and put right; its charges stay the same charges", async () => {
    const { lago, seed, written } = await seededBilling();
    const before = await lago.plans.find("pro");
    const charges = lagoListOf(before?.charges).map(({ lago_id, lago_billable_metric_id, ...charge }) => ({
      ...{ ...charge, id: lago_id, billable_metric_id: lago_billable_metric_id },
      ...(charge.charge_model === "standard" ? { properties: { amount: "7" } } : {}),
    }));
    await lago.plans.update("pro", { name: "Professional", charges });
    written();
    const change = {
      ...{ kind: "plan", key: "pro", do: "update" },
      why: 'name is "Professional", to be "Pro"; charges differ: connection_minutes',
    };
    expect(await seed(true)).toMatchObject({ written: 0, changes: [change] });
    expect(written()).toEqual([]);
    expect(await seed()).toMatchObject({ written: 1, changes: [change], counts: { updated: 1, unchanged: 18 } });
    expect(written()).toEqual(["PUT /plans/pro"]);
    expect(await lago.plans.find("pro")).toEqual(before);
  });

  test("a metric's words and an endpoint's signature are put right where they stand", async () => {
    const { lago, seed, written } = await seededBilling();
    const [endpoint] = (await lago.webhook_endpoints.list({})).things;
    const { webhook_url } = endpoint ?? {};
    await lago.webhook_endpoints.update(String(endpoint?.lago_id), { webhook_url, signature_algo: "hmac" });
    await lago.billable_metrics.update("api_requests", { name: "Requests" });
    written();
    expect((await seed()).changes).toMatchObject([
      { kind: "billable_metric", key: "api_requests", why: 'name is "Requests", to be "API requests"' },
      { kind: "webhook_endpoint", key: webhook_url, why: 'signature_algo is "hmac", to be "jwt"' },
    ]);
    expect(written()).toEqual(["PUT /billable_metrics/api_requests", `PUT /webhook_endpoints/${endpoint?.lago_id}`]);
    expect((await lago.webhook_endpoints.list({})).things).toEqual([endpoint]);
  });

  test("what is on a later page of a list is seen too", async () => {
    const { lago, seed, written } = await seededBilling();
    await Promise.all(Array.from({ length: 101 }, (_, at) => lago.customers.create({ external_id: `c${at}` })));
    await lago.customers.update(DEMO, { external_id: DEMO, name: "Somebody else" });
    written();
    expect(await seed()).toMatchObject({ written: 1, counts: { unmanaged: 101, updated: 1, created: 0 } });
  });

  test("up puts it right too, and proves the plan", async () => {
    const { lago, up, steps } = await seededBilling();
    await lago.customers.update(DEMO, { external_id: DEMO, name: "Somebody else" });
    expect(steps(await up())).toEqual(["seed-billing", "prove-billing"]);
    expect(await lago.customers.find(DEMO)).toMatchObject({ name: "Demo Company" });
  });

  test("what applications added is reported and stays", async () => {
    const { lago, seed, written } = await seededBilling();
    const plan = { name: "Own", interval: "monthly", amount_cents: 1, amount_currency: "EUR", pay_in_advance: false };
    await lago.plans.create({ code: "own", ...plan });
    await lago.customers.create({ external_id: "somebody" });
    written();
    expect(await seed()).toMatchObject({
      ...{ written: 0, counts: { unmanaged: 2, unchanged: 19 } },
      changes: [
        { kind: "plan", key: "own", do: "orphan" },
        { kind: "customer", key: "somebody", do: "orphan" },
      ],
    });
    expect(written()).toEqual([]);
    expect(await lago.plans.find("own")).toBeDefined();
  });

  test("a tenant that was moved to a dearer plan goes back when its period ends; that it waits is no difference", async () => {
    const { lago, seed } = await seededBilling();
    const subscription = { external_id: "demo-company", external_customer_id: DEMO, plan_code: "pro" };
    await lago.subscriptions.update("demo-company", subscription);
    expect((await seed()).changes).toMatchObject([{ kind: "subscription", why: 'plan_code is "pro", to be "free"' }]);
    expect(await lago.subscriptions.find("demo-company")).toMatchObject({ plan_code: "pro", next_plan_code: "free" });
    expect((await seed()).changes).toEqual([]);
  });
});
