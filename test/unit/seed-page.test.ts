import { describe, expect, test } from "vitest";
import { seedPage } from "../../src/ui/seed-page.ts";

const lago = (changes: Parameters<typeof seedPage>[0]["services"][number]["changes"], written = 0) => ({
  ...{ service: "lago", does: "seeds", word: "MOCKED", note: "", written, changes },
  counts: {
    created: changes.filter((change) => change.do === "create").length,
    updated: changes.filter((change) => change.do === "update").length,
  },
});
const orphan = (key: string) => ({ kind: "customer", key, do: "orphan" });

describe("the page of a seeding", () => {
  test("has a line with its reason for each thing, then what cannot be changed, then what is left alone", () => {
    const changes = [
      orphan("acme"),
      { kind: "plan", key: "free", do: "blocked", why: 'interval stays "weekly": it has subscriptions' },
      { kind: "plan", key: "pro", do: "update", why: 'name is "Professional", to be "Pro"' },
      { kind: "subscription", key: "demo", do: "create", why: "it is not there" },
    ];
    const lines = [
      '  update plan pro (name is "Professional", to be "Pro")',
      "  create subscription demo (it is not there)",
      '  cannot change: plan free (interval stays "weekly": it has subscriptions)',
      "  left alone: customer acme (not in the document)",
    ];
    expect(seedPage({ planned: true, services: [lago(changes)] })).toBe(
      ["lago: 2 would be written", ...lines].join("\n"),
    );
    expect(seedPage({ planned: false, services: [lago(changes, 2)] })).toBe(["lago: 2 written", ...lines].join("\n"));
  });

  test("shows what applications named with control characters as their code points, on one line", () => {
    const page = seedPage({ planned: true, services: [lago([orphan("\u001b[31mRED\u0007\nfake line: ok")])] });
    expect(page.split("\n").at(-1)).toBe(
      "  left alone: customer \\u{1b}[31mRED\\u{7}\\u{a}fake line: ok (not in the document)",
    );
  });

  test("names twenty things that are left alone, and counts the others", () => {
    const many = Array.from({ length: 4000 }, (_, at) => orphan(`c${at}`));
    const lines = seedPage({ planned: false, services: [lago(many)] }).split("\n");
    expect(lines).toHaveLength(22);
    expect(lines[0]).toBe("lago: as the document says, nothing written");
    expect(lines.at(-1)).toBe("  left alone: 3980 more; --json names them all");
  });

  test("says of a service without documents what the matrix says", () => {
    const vault = { ...lago([]), service: "vault", does: "nothing", word: "BYPASSED", note: "Env vars only" };
    expect(seedPage({ planned: false, services: [vault] })).toBe("vault: nothing to seed (BYPASSED, Env vars only)");
  });
});
