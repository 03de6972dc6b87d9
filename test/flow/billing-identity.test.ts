import { expect, test } from "vitest";
import type { CustomerAccess } from "../../src/flows/describe-billing.ts";
import { info } from "../../src/flows/info.ts";
import { reset } from "../../src/flows/reset.ts";
import { infoPage } from "../../src/ui/info-page.ts";
import { SHIPPED_IDENTITIES } from "../support/identities.ts";
import { seededBilling } from "../support/seeded-billing.ts";

const around = async () => {
  const seeded = await seededBilling();
  const access = await info(seeded.world, { overrides: {}, service: "lago", reveal: false });
  const held = async () => {
    const key = seeded.sandboxes.at(-1)?.launch.billingKey ?? "";
    const get = async (path: string) => {
      const url = `http://127.0.0.1:63690/api/v1${path}`;
      return JSON.parse(
        (await seeded.world.http.request({ url, headers: { Authorization: `Bearer ${key}` }, timeoutMs: 1 })).body,
      );
    };
    return { customers: (await get("/customers")).customers, invoices: (await get("/invoices")).invoices };
  };
  return { ...seeded, access, held };
};

const idsOf = (customers: readonly CustomerAccess[]) =>
  customers.map(({ billingCustomerId, lagoCustomerId }) => [billingCustomerId, lagoCustomerId]).sort();

test("the ids that info tells are those that the API has, asked or not", async () => {
  const { access, held } = await around();
  const { customers, invoices } = await held();
  expect(idsOf(access.customers)).toEqual(
    customers.map(({ external_id, lago_id }: Record<string, string>) => [external_id, lago_id]).sort(),
  );
  const acme = access.customers.find(({ name }) => name === "Acme Voice");
  expect(acme?.subscriptions).toEqual([{ externalId: "acme-voice", plan: "pro" }]);
  expect(invoices).toMatchObject([
    {
      lago_id: acme?.firstInvoice.lagoInvoiceId,
      number: acme?.firstInvoice.number,
      total_amount_cents: expect.any(Number),
    },
  ]);
  expect(acme?.firstInvoice.number).toBe("AVB-SANDBOX-002-001");
});

test("a tenant's billing_customer_id is its own id", async () => {
  const { access } = await around();
  expect(access.customers.map(({ name, billingCustomerId }) => ({ name, id: billingCustomerId }))).toEqual(
    SHIPPED_IDENTITIES.tenants.map(({ name, id }) => ({ name, id })),
  );
});

test("after a reset the new server gives the same ids and numbers", async () => {
  const { held, tools, up } = await around();
  const before = await held();
  await reset(tools, { seedsOnly: false });
  await up();
  const after = await held();
  const named = ({ customers, invoices }: typeof before) => [
    ...customers.map(({ lago_id, slug }: Record<string, string>) => [lago_id, slug]),
    ...invoices.map(({ lago_id, number }: Record<string, string>) => [lago_id, number]),
  ];
  expect(named(after)).toEqual(named(before));
});

test("info lago shows them to a person; another service's page does not", async () => {
  const { access, world } = await around();
  const page = infoPage(access);
  for (const { billingCustomerId, lagoCustomerId } of access.customers)
    expect(page).toContain(`  billing_customer_id  ${billingCustomerId}\n  lago_id              ${lagoCustomerId}\n`);
  expect(page).toContain("  subscription         demo-company (plan free)");
  const other = await info(world, { overrides: {}, service: "keycloak", reveal: false });
  expect(other.customers).toEqual([]);
});
