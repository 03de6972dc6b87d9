import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { API_ROUTES } from "../../src/sandbox/billing/api-routes.ts";
import { startBilling, type TestBilling } from "../support/billing.ts";

const root = join(import.meta.dirname, "../..");
const entry = createRequire(import.meta.url).resolve("lago-javascript-client");
const client = readFileSync(join(dirname(entry), "openapi/client.js"), "utf8");

/** Every route that the official client can call. */
const CALLS = [...client.matchAll(/path: `([^`]+)`,\s+method: "([A-Z]+)"/g)].map(([, path = "", method = ""]) => ({
  method,
  path: path.replaceAll(/\$\{\w+\}/g, "some-id"),
}));

let billing: TestBilling;

beforeAll(async () => {
  billing = await startBilling("2026-11-22T08:00:00Z");
});

afterAll(async () => {
  await billing.close();
  expect(billing.failures).toEqual([]);
});

/** Asks one route for nothing in particular; tells whether the mock has it. */
async function isOffered({ method, path }: (typeof CALLS)[number]): Promise<boolean> {
  const body = method === "POST" || method === "PUT" ? {} : undefined;
  const answer = await billing.ask(method, path, body);
  expect(answer.headers.get("x-avb-mock"), path).toBe("lago");
  const isRefused = answer.status >= 400;
  if (isRefused) expect(answer.body, path).toMatchObject({ status: answer.status, error: expect.any(String) });
  if (answer.status === 501) expect(answer.body.code, path).toBe("not_offered_by_mock");
  return answer.status !== 501;
}

test("every route of the official client is offered, or says in Lago's shape that it is not", async () => {
  expect(CALLS.length).toBeGreaterThan(200);
  const offered: string[] = [];
  // The public key is plain text, which another test reads.
  for (const call of CALLS.filter(({ path }) => path !== "/webhooks/public_key"))
    if (await isOffered(call)) offered.push(`${call.method} ${call.path}`);
  const ours = API_ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, "some-id")}`);
  expect(offered.toSorted()).toEqual([...new Set([...ours, "GET /webhooks/json_public_key"])].toSorted());
});

test("the page names every resource that is offered", () => {
  const page = readFileSync(join(root, "docs/sandbox-billing.md"), "utf8");
  const table = page.slice(page.indexOf("## Routes"), page.indexOf("## How amounts"));
  for (const resource of new Set(API_ROUTES.map(({ path }) => path.split("/")[1] ?? "")))
    expect(table, resource).toContain(resource);
});

test("the page names every message that is sent, and no other", () => {
  const page = readFileSync(join(root, "docs/sandbox-billing.md"), "utf8");
  const sent = page.slice(page.indexOf("Sent are:"), page.indexOf("## Where it differs"));
  const named = [...sent.matchAll(/`(\w+)?\.(\w+)`/g)].map(([, subject, verb]) => ({ subject, verb }));
  let subject = "";
  const types = named.map((one) => {
    subject = one.subject ?? subject;
    return `${subject}.${one.verb}`;
  });
  const declared = readFileSync(join(dirname(entry), "openapi/webhooks.d.ts"), "utf8");
  const known = new Set([...declared.matchAll(/webhook_type: "([\w.]+)"/g)].map(([, type]) => type));
  const folder = join(root, "src/sandbox/billing");
  const written = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/"(\w+\.\w+)"/g)].map(([, type]) => type));
  expect(types.toSorted()).toEqual([...new Set(written.filter((type) => known.has(type)))].toSorted());
});
