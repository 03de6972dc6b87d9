import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarOf } from "../../src/credentials/calendar.ts";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { dueOf, nextRotation } from "../../src/credentials/due.ts";
import { tagsOf } from "../../src/credentials/tags.ts";
import { FREQUENCIES, type Frequency } from "../../src/domain/credential.ts";
import { credential } from "../support/credential-store.ts";

const at = (day: string) => Date.parse(`${day}T09:00:00Z`);
const openai = credential("openai");
const every = (frequency: Frequency, longestDays?: number) => ({
  ...openai,
  rotation: { ...openai.rotation, frequency, ...(longestDays !== undefined && { longestDays }) },
});

describe("the next day of rotation", () => {
  test.each<[Frequency, string, string | undefined]>([
    ["Quarterly", "2026-04-01", "2026-07-01"],
    ["Quarterly", "2026-11-30", "2027-02-28"],
    ["Quarterly", "2027-11-30", "2028-02-29"],
    ["Yearly", "2026-01-01", "2027-01-01"],
    ["Yearly", "2028-02-29", "2029-02-28"],
    ["90 days", "2026-12-01", "2027-03-01"],
    ["On compromise", "2026-01-01", undefined],
    ["Manual", "2026-01-01", undefined],
    ["N/A", "2026-01-01", undefined],
  ])("%s, stored on %s: %s", (frequency, stored, next) => {
    expect(nextRotation(every(frequency), at(stored))).toBe(next);
  });

  test("is never after the day on which the vendor ends it", () => {
    expect(nextRotation(credential("jira"), at("2027-06-01"))).toBe("2028-05-31");
  });

  test("is always later than the day it was stored, and at most a leap year later", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FREQUENCIES),
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        (frequency, date) => {
          const next = nextRotation(every(frequency), date.getTime());
          if (next === undefined) return;
          const days = (Date.parse(next) - date.getTime()) / 86_400_000;
          expect(days).toBeGreaterThan(88);
          expect(days).toBeLessThanOrEqual(366);
        },
      ),
    );
  });
});

describe("where a credential stands today", () => {
  const stored = { storedAtMs: at("2026-04-01") };
  test.each([
    ["2026-06-16", "fine", 15],
    ["2026-06-17", "soon", 14],
    ["2026-06-30", "soon", 1],
    ["2026-07-01", "due", 0],
    ["2026-07-02", "overdue", -1],
  ])("on %s it is %s", (today, state, days) => {
    expect(dueOf(openai, stored, at(today))).toEqual({ state, next: "2026-07-01", days });
  });

  test("the tag of a store wins over the counting, unless it is no day", () => {
    expect(dueOf(openai, { ...stored, nextRotation: "2026-05-01" }, at("2026-05-02")).state).toBe("overdue");
    expect(dueOf(openai, { ...stored, nextRotation: "N/A" }, at("2026-05-02")).next).toBe("2026-07-01");
  });

  test("what nobody has stored is never overdue, whatever the document's day", () => {
    for (const one of CREDENTIALS)
      expect(dueOf(one, undefined, at("2030-01-01")).state, one.id).toBe("not provisioned");
    expect(dueOf(openai, undefined, at("2030-01-01"))).toEqual({ state: "not provisioned", next: "2026-07-01" });
  });
});

test("the tags are those of the document's Terraform", () => {
  expect(tagsOf(openai, at("2026-04-01"))).toEqual({
    ...{ Name: "OpenAI", Category: "llm", Epic: "2", RotationSchedule: "Quarterly", NextRotation: "2026-07-01" },
    ...{ BillingAlert: "$50 $100 $200", Status: "Provisioned" },
  });
});

describe("the calendar", () => {
  const day = {
    id: "openai",
    title: "OpenAI",
    environment: "dev",
    day: "2026-07-01",
    text: "Do it; now, please\nsoon",
  };
  const text = calendarOf([day, { ...day, id: "jira", title: "Jira", text: `ü${"密".repeat(60)}` }], at("2026-05-01"));

  test("has an event a day with reminders 14 and 3 days before", () => {
    expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(2);
    expect(text.match(/^TRIGGER:-P(14|3)D\r$/gm)).toEqual([
      "TRIGGER:-P14D\r",
      "TRIGGER:-P3D\r",
      "TRIGGER:-P14D\r",
      "TRIGGER:-P3D\r",
    ]);
    expect(text).toContain("DTSTART;VALUE=DATE:20260701\r\n");
    expect(text).toContain("DESCRIPTION:Do it\\; now\\, please\\nsoon\r\n");
    expect(text).toContain("DTSTAMP:20260501T090000Z\r\n");
    expect(new Set(text.match(/^UID:.*$/gm))).toHaveProperty("size", 2);
  });

  test("no line has more than 75 bytes, and unfolded it is what was meant", () => {
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n ", "")).toContain(`DESCRIPTION:ü${"密".repeat(60)}\r\n`);
    expect(text).not.toMatch(/[^\r]\n/);
  });
});
