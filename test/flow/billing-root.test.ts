import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeHttp } from "../../src/adapters/http.ts";
import { startBilling, type TestBilling } from "../support/billing.ts";

let billing: TestBilling;

beforeAll(async () => {
  billing = await startBilling("2026-11-22T08:00:00Z");
});

afterAll(async () => {
  await billing.close();
  expect(billing.failures).toEqual([]);
});

async function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await nodeHttp.request({ method, url: billing.base + path, headers, timeoutMs: 2000 });
  return { status: answer.status, mock: answer.headers["x-avb-mock"], body: JSON.parse(answer.body) as unknown };
}

test("health answers without a key", async () => {
  expect(await ask("GET", "/health")).toEqual({
    status: 200,
    mock: "lago",
    body: { version: "1.2.3", message: "Success" },
  });
});

test("the organization is shown to the holder of the key alone", async () => {
  const answer = await ask("GET", "/api/v1/organizations", { authorization: `Bearer ${billing.key}` });
  expect(answer).toMatchObject({
    status: 200,
    mock: "lago",
    body: { organization: { lago_id: expect.any(String), taxes: [] } },
  });
  const refused = { status: 401, mock: "lago", body: { status: 401, error: "Unauthorized" } };
  for (const authorization of [
    "",
    "Bearer ",
    "Bearer wrong",
    `Basic ${billing.key}`,
    `Bearer ${billing.key}x`,
    billing.key,
  ])
    expect(await ask("GET", "/api/v1/organizations", { authorization })).toEqual(refused);
});

test("what the mock does not have says so, below the API only to the holder of the key", async () => {
  const headers = { authorization: `Bearer ${billing.key}` };
  expect(await ask("POST", "/api/v1/features", headers)).toMatchObject({
    status: 501,
    mock: "lago",
    body: { status: 501, error: "Not Implemented", code: "not_offered_by_mock" },
  });
  expect((await ask("DELETE", "/api/v1/plans/free")).status).toBe(401);
  expect((await ask("GET", "/")).status).toBe(501);
  expect((await ask("GET", "/graphql")).status).toBe(501);
});

test("a refused host is still marked as the mock's answer", async () => {
  expect(await ask("GET", "/health", { host: "evil.example" })).toMatchObject({ status: 403, mock: "lago" });
});
