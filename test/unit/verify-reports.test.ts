import { describe, expect, test } from "vitest";
import { htmlReport } from "../../src/ui/verify-html.ts";
import { junitReport } from "../../src/ui/verify-junit.ts";
import { verifyPage } from "../../src/ui/verify-page.ts";
import { sampleReport } from "../support/sample-report.ts";

const calm = sampleReport("it may not read");

describe("the table", () => {
  test("has a row for each section and the sum, then what does not hold and what was not tried", () => {
    expect(verifyPage(calm, { every: false })).toBe(`Section  Held  Broken  Skipped  Time
───────  ────  ──────  ───────  ──────
vault    1     1       0        1.2 s
golden   1     0       1        800 ms
all      2     1       1        2.3 s

BROKEN   it may not read  [vault.nasty]
         seen: it may not read
         fix: avb dev seed it may not read
skipped  OPA decides  [golden.opa]
         DISABLED in sandbox: All policies pass`);
  });

  test("with every claim those that hold too, with the time of those that have one", () => {
    const page = verifyPage(calm, { every: true });
    expect(page).toContain("ok       a user gets a token (41 ms)  [golden.token]");
    expect(page).toContain("ok       backend may read its secrets  [vault.backend.read]");
  });

  test("foreign text cannot steer the terminal", () => {
    expect(verifyPage(sampleReport(), { every: true })).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe("JUnit", () => {
  test("has a suite for each section with its counts, and a case for each claim", () => {
    const xml = junitReport(calm);
    expect(xml).toContain('<testsuites name="avb dev verify" tests="4" failures="1" skipped="1" time="2.345">');
    expect(xml).toContain('<testsuite name="vault" tests="2" failures="1" errors="0" skipped="0" time="1.234"');
    expect(xml).toContain('<testcase classname="golden.token" name="a user gets a token" time="0.041"/>');
    expect(xml).toContain(
      '<failure message="it may not read" type="broken">fix: avb dev seed it may not read</failure>',
    );
    expect(xml).toContain('<skipped message="DISABLED in sandbox: All policies pass"/>');
  });
});

describe("every form of report", () => {
  test.each([
    ["JUnit", junitReport],
    ["HTML", htmlReport],
  ] as const)("%s writes foreign text as text, and nothing that its format cannot hold", (_form, write) => {
    const text = write(sampleReport());
    expect(text).not.toContain("<script");
    expect(text.match(/<\/style>/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cs}/u);
    expect(text).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;]]&gt;");
    expect(text).toContain("💡");
  });

  test("HTML names no address but its own anchors", () => {
    const text = htmlReport(calm);
    expect([...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      ...["data:,", "#vault", "#golden"],
    ]);
    expect(text).not.toMatch(/url\(|@import|<script|<link rel="stylesheet"/);
  });
});
