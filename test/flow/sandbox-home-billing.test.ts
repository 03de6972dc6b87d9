import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(async () => {
  await sandbox.close();
  expect(sandbox.failures).toEqual([]);
});

const home = async (of: TestSandbox = sandbox) => (await fetch(`${of.baseUrl}/`)).text();
/** The text of the rows of a table by the id of its heading. */
const rowsOf = (page: string, id: string) => {
  const table = new RegExp(`<table aria-labelledby="${id}">.*?<tbody>(.*?)</tbody>`, "s").exec(page)?.[1] ?? "";
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    row
      .split(/<\/t[hd]>/)
      .slice(0, -1)
      .map((cell) => cell.replace(/<[^>]*>/g, "")),
  );
};

/** Calls the billing API as an application does. */
async function bill(of: TestSandbox, path: string, body: object): Promise<Record<string, Record<string, string>>> {
  const answer = await fetch(`http://localhost:${of.launch.billingPort}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${of.launch.billingKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, Record<string, string>>;
}

/** A customer on a plan, and an invoice of 24.50 USD. */
async function billed(of: TestSandbox): Promise<string> {
  const plan = { name: "Pro", code: "pro", interval: "monthly", amount_cents: 2900, amount_currency: "USD" };
  await bill(of, "plans", { plan: { ...plan, pay_in_advance: false } });
  await bill(of, "customers", { customer: { external_id: "acme", name: "Acme <Voice>", currency: "USD" } });
  await bill(of, "subscriptions", {
    subscription: { external_customer_id: "acme", plan_code: "pro", external_id: "s" },
  });
  await bill(of, "add_ons", { add_on: { name: "Setup", code: "setup", amount_cents: 1225, amount_currency: "USD" } });
  const line = { add_on_code: "setup", units: 2 };
  const { invoice } = await bill(of, "invoices", {
    invoice: { external_customer_id: "acme", currency: "USD", fees: [line] },
  });
  return invoice?.lago_id ?? "";
}

test("billing that was never used is empty, and looking at it makes nothing", async () => {
  const page = await home();
  expect(page).toContain('<h3 id="customers">Customers</h3>\n<p class="hint">none yet</p>');
  expect(page).toContain('<h3 id="invoices">Last invoices</h3>\n<p class="hint">none yet</p>');
  expect(page).not.toContain('href="/billing');
  expect((await fetch(`${sandbox.baseUrl}/billing/invoices`)).status).toBe(404);
});

test("customers stand with their plan, invoices with number, customer, total and status; each leads to its page", async () => {
  const own = await startTestSandbox();
  onTestFinished(() => own.close());
  const id = await billed(own);
  const page = await home(own);
  expect(page).toMatch(/<li><code>\d\d:\d\d:\d\d billing POST \/api\/v1\/invoices 200/);
  for (const list of ["customers", "invoices"])
    expect(await (await fetch(`${own.baseUrl}/billing/${list}`)).json()).toMatchObject({ meta: { total_count: 1 } });
  expect(rowsOf(page, "customers")).toEqual([["Acme &lt;Voice&gt;", "acme", "pro"]]);
  const [[number = "", ...rest] = []] = rowsOf(page, "invoices");
  expect(rest).toEqual([
    "Acme &lt;Voice&gt;",
    new Date().toISOString().slice(0, 10),
    "USD 24.50",
    "finalized, payment pending",
  ]);
  const path = /href="(\/billing\/invoices\/[^"]+)"/.exec(page)?.[1] ?? "";
  expect(path).toBe(`/billing/invoices/${id}`);
  const detail = await (await fetch(own.baseUrl + path)).text();
  expect(detail).toContain(`<h1>Invoice ${number}</h1>`);
  expect(rowsOf(detail, "fees")).toEqual([["Setup", "", "2.0", "12.25", "USD 24.50"]]);
  expect(detail).toMatch(/colspan="4">Total<\/th><td class="amount">USD 24\.50/);
  const file = /href="([^"]+)">As a page of text/.exec(detail)?.[1] ?? "";
  expect(await (await fetch(file)).text()).toContain(number);
  const raw = await (await fetch(`${own.baseUrl}${path}?raw`)).json();
  expect(raw).toMatchObject({ invoice: { lago_id: id, number, total_amount_cents: 2450 } });
  const byProgram = await fetch(own.baseUrl + path, { headers: { accept: "application/json" } });
  expect(await byProgram.json()).toEqual(raw);
});

test("an invoice that is not there is said in words", async () => {
  const answer = await fetch(`${sandbox.baseUrl}/billing/invoices/none`, { headers: { accept: "text/html" } });
  expect([answer.status, (await answer.text()).includes("There is no such invoice")]).toEqual([404, true]);
});

test("an invoice's days are those of the customer's time zone", async () => {
  const own = await startTestSandbox();
  onTestFinished(() => own.close());
  const timezone = "Asia/Tokyo";
  await bill(own, "customers", { customer: { external_id: "acme", currency: "USD", timezone } });
  const plan = { name: "Pro", code: "pro", interval: "monthly", amount_cents: 2900, amount_currency: "USD" };
  await bill(own, "plans", { plan: { ...plan, pay_in_advance: true } });
  const subscription = { external_customer_id: "acme", plan_code: "pro", external_id: "s" };
  await bill(own, "subscriptions", { subscription });
  const listed = await fetch(`${own.baseUrl}/billing/invoices`);
  const { invoices } = (await listed.json()) as { invoices: { lago_id: string }[] };
  const id = invoices[0]?.lago_id ?? "";
  const page = await (
    await fetch(`${own.baseUrl}/billing/invoices/${id}`, { headers: { accept: "text/html" } })
  ).text();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(Date.now());
  const [year = 0, month = 0] = today.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  expect(rowsOf(page, "fees")[0]?.[1]).toBe(`${today} to ${last}`);
});
