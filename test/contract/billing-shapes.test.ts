import { afterAll, beforeAll, expect, test } from "vitest";
import { startBilling, type TestBilling } from "../support/billing.ts";
import { type Filled, fillBilling } from "../support/billing-fixture.ts";
import { SHAPES } from "../support/lago-answers.ts";
import { misfits } from "../support/lago-shapes.ts";

let billing: TestBilling;
let made: Filled;

beforeAll(async () => {
  billing = await startBilling("2026-11-10T09:30:00Z");
  made = await fillBilling(billing);
});

afterAll(async () => {
  await billing.close();
  expect(billing.failures).toEqual([]);
});

const named = SHAPES.map((row, at) => [`${row[0]} answers with ${row[2]} (row ${at})`, row] as const);

/** Null in Lago for every charge that is paid in arrears, whatever the type says. */
const TRULY_NULL = /regroup_paid_fees is null$/;

test.each(named)("%s as the official client declares it", async (_, [method, path, type, body]) => {
  const answer = await billing.ask(method, path(made), body?.(made));
  expect(misfits(answer.body, type).filter((misfit) => !TRULY_NULL.test(misfit))).toEqual([]);
  expect(answer.headers.get("x-avb-mock")).toBe("lago");
  expect(answer.status < 400).toBe(!type.startsWith("ApiError"));
});

test("the check itself finds a field that is missing or of another kind", () => {
  expect(misfits({ status: "404", error: "Not Found" }, "ApiErrorNotFound")).toEqual([
    'ApiErrorNotFound.status is "404", not number',
    "ApiErrorNotFound.code is missing",
  ]);
});

test("a list stands where its meta says", async () => {
  const { body } = await billing.ask("GET", "/events?per_page=1&page=3");
  expect(body).toMatchObject({
    meta: { current_page: 3, prev_page: 2, next_page: null, total_pages: 3, total_count: 3 },
  });
  const empty = await billing.ask("GET", "/customers/acme/past_usage?external_subscription_id=acme-pro");
  expect(empty.body.meta).toEqual({
    current_page: 0,
    next_page: null,
    prev_page: null,
    total_pages: 0,
    total_count: 0,
  });
});
