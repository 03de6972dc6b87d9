import { expect, test } from "vitest";
import { quotaTables } from "../../src/credentials/tables.ts";
import { credentialMarkdown, credentialText } from "../../src/ui/credential-page.ts";
import { dueText, gotText, statusTable } from "../../src/ui/credential-status.ts";
import { guidePage } from "../../src/ui/guide-page.ts";
import { credential } from "../support/credential-store.ts";

const tables = quotaTables([credential("sendgrid"), credential("slack")]);

test("a cell that is not true any more is marked, and the note below says what is", () => {
  const text = credentialText(tables, 120);
  expect(text).toMatch(/^sendgrid .*100\/day \(free\) \/ 100K\/mo \(paid\) \[1\]/m);
  expect(text).toMatch(/^\[1\] sendgrid, today: 100\/day for a trial of 60 days.*ended on 2025-03-25\)$/m);
  expect(text).not.toMatch(/\*\*|`/);
  for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(120);
});

test("Markdown keeps the document's cells and puts what has changed into a table of its own", () => {
  const text = credentialMarkdown(tables);
  expect(text).toContain("| **SendGrid** | 100/day (free) / 100K/mo (paid) |");
  expect(text).toContain("### What has changed since");
});

test("a guide's page says where a step is not the document's", () => {
  const page = guidePage("SendGrid", credential("sendgrid").guide);
  expect(page).toMatch(/^2\. Start with the trial/m);
  expect(page).toMatch(/The document says: Start with free tier .* Today: the free tier ended/);
  expect(page).toMatch(/^4\. .*\(`api_key`\)$/m);
});

test("one revealed field is printed as it is, several as JSON, and nothing without being asked", () => {
  const [a, b] = [
    { fingerprint: "0123", value: "x\n" },
    { fingerprint: "4567", value: '"y' },
  ];
  expect(gotText({ a }, true)).toBe("x\n");
  expect(JSON.parse(gotText({ a, b }, true))).toEqual({ a: "x\n", b: '"y' });
  expect(gotText({ a, b }, false)).not.toMatch(/x|"y/);
});

test("a standing is drawn with its age and its date", () => {
  expect(dueText({ state: "overdue", days: -3 })).toBe("overdue by 3 d");
  expect(dueText({ state: "soon", days: 5 })).toBe("in 5 d");
  expect(dueText({ state: "not provisioned" })).toBe("not provisioned");
  const stores = [
    { store: "local", state: "present", ageDays: 4 },
    { store: "env", state: "absent" },
  ];
  const row = statusTable([
    { id: "openai", stores, due: { state: "fine", next: "2026-07-01", days: 30 }, differs: ["api_key"] },
  ]);
  expect(row.split("\n").at(-1)).toMatch(/^openai +present, 4 d +absent +2026-07-01 +in 30 d +api_key$/);
});
