import { expect, test } from "vitest";
import { Secret } from "../../src/domain/secret.ts";
import { fixture } from "../../src/flows/fixture.ts";
import { lagoCalls } from "../../src/flows/lago-calls.ts";
import { seededBilling } from "../support/seeded-billing.ts";

const TENANT = "00000000-0000-0000-0000-000000000001";
const signal = new AbortController().signal;

test("the fixture has the ids that the sandbox gave its groups, users and invoices", async () => {
  const { world, sandboxes, written } = await seededBilling();
  written();
  const objects = (await fixture(world, { signal })).fixture as readonly {
    model: string;
    pk: string;
    fields: Record<string, unknown>;
  }[];
  const of = (model: string) => objects.filter((one) => one.model === model);
  expect(["tenants.tenant", "users.user", "billing.invoice"].map((model) => of(model).length)).toEqual([3, 8, 1]);
  const { groups, users } = sandboxes[0]?.store.document() ?? expect.fail("no sandbox");
  const group = groups.find(({ path }) => path === "/acme-voice")?.id;
  expect(of("tenants.tenant")[1]).toMatchObject({
    pk: TENANT,
    fields: { keycloak_group_id: group, billing_customer_id: TENANT },
  });
  expect(of("users.user").map(({ fields }) => fields.keycloak_id)).toEqual(users.map(({ id }) => id));
  expect(of("billing.invoice")[0]?.fields).toMatchObject({
    tenant: TENANT,
    lago_invoice_id: of("billing.invoice")[0]?.pk,
  });
  expect(written()).toEqual([]);
});

test("the invoice of a tenant is linked with the last usage event that came before it", async () => {
  const { world, sandboxes } = await seededBilling();
  const key = new Secret(sandboxes[0]?.launch.billingKey ?? "");
  const lago = lagoCalls(world, { port: 63690, key, signal });
  const linked = async () => Object((await fixture(world, { signal })).fixture.at(-1)).fields.lago_event_id;
  expect(await linked()).toBeUndefined();
  const [invoice] = await lago.all(`/invoices?external_customer_id=${TENANT}`, "invoices");
  const second = Date.parse(String(invoice?.created_at)) / 1000;
  const use = async (transaction_id: string, timestamp: number) => {
    const about = { transaction_id, timestamp, external_subscription_id: "acme-voice", code: "connection_minutes" };
    const { event } = await lago.done("POST", "/events", { event: { ...about, properties: { duration_minutes: 1 } } });
    return Object(event).lago_id;
  };
  await use("early", second - 60);
  const last = await use("last", second - 1);
  await use("late", second + 1);
  expect(await linked()).toBe(last);
});

test("a Lago or Keycloak that fails is an error (9), and never an empty fixture", async () => {
  const { world, billing } = await seededBilling();
  billing.refusals.push(...Array(40).fill(503));
  await expect(fixture(world, { signal })).rejects.toMatchObject({
    ...{ code: "SEED_NOT_READ", exitCode: 9, message: expect.stringMatching(/^Lago at .*answered with 503/) },
  });
  world.servers.delete("http://127.0.0.1:8080");
  billing.refusals.length = 0;
  await expect(fixture(world, { signal })).rejects.toMatchObject({
    ...{ code: "SEED_NOT_READ", message: expect.stringMatching(/^Keycloak at .*ECONNREFUSED/) },
  });
});

test("one answer that fails is asked for again", async () => {
  const { world, billing } = await seededBilling();
  billing.refusals.push(503);
  expect((await fixture(world, { signal })).fixture).toHaveLength(12);
});
