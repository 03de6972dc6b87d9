import { describe, expect, test } from "vitest";
import type { SeedVerdict } from "../../src/domain/seeding.ts";
import { driftPage, namedDrift } from "../../src/ui/drift-page.ts";
import { seedPage } from "../../src/ui/seed-page.ts";

const count = (changes: readonly SeedVerdict[], word: SeedVerdict["do"]) =>
  changes.filter((change) => change.do === word).length;

const lago = (changes: readonly SeedVerdict[], written = 0) => ({
  ...{ service: "lago", does: "seeds", word: "MOCKED", note: "", written, changes },
  counts: {
    ...{ created: count(changes, "create"), updated: count(changes, "update"), pruned: count(changes, "prune") },
    ...{ unchanged: 0, unmanaged: count(changes, "orphan"), wouldPrune: 0 },
  },
});
const orphan = (key: string): SeedVerdict => ({ kind: "customer", key, do: "orphan" });

describe("the page of a seeding", () => {
  test("has a line with its reason for each thing, then what cannot be changed, then what is left alone", () => {
    const changes: readonly SeedVerdict[] = [
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
      ["lago: 2 would be written, 1 unmanaged", ...lines].join("\n"),
    );
    expect(seedPage({ planned: false, services: [lago(changes, 2)] })).toBe(
      ["lago: 2 written, 1 unmanaged", ...lines].join("\n"),
    );
  });

  test("shows what applications named with control characters as their code points, on one line", () => {
    const page = seedPage({ planned: true, services: [lago([orphan("\u001b[31mRED\u0007\nfake line: ok")])] });
    expect(page.split("\n").at(-1)).toBe(
      "  left alone: customer \\u{1b}[31mRED\\u{7}\\u{a}fake line: ok (not in the document)",
    );
  });

  test("tells a table that the application has not made yet as a note, and counts it as nothing", () => {
    const why = "is not there yet: migrate, then avb dev seed postgres";
    const waiting: SeedVerdict = { kind: "table", key: "tenants_tenant", do: "wait", why };
    for (const diff of [false, true])
      expect(seedPage({ planned: false, services: [lago([waiting])] }, { diff })).toBe(
        `lago: as the document says, nothing written\n  note: table tenants_tenant ${why}`,
      );
  });

  test("names twenty things that are left alone, and counts the others", () => {
    const many = Array.from({ length: 4000 }, (_, at) => orphan(`c${at}`));
    const lines = seedPage({ planned: false, services: [lago(many)] }).split("\n");
    expect(lines).toHaveLength(22);
    expect(lines[0]).toBe("lago: as the document says, nothing written, 4000 unmanaged");
    expect(lines.at(-1)).toBe("  left alone: 3980 more; --json names them all");
  });

  test("tells what --prune removes apart from what applications made", () => {
    const changes: readonly SeedVerdict[] = [
      { ...orphan("old"), ours: true },
      { ...orphan("gone"), do: "prune" },
    ];
    expect(
      seedPage({ planned: true, services: [lago(changes)] })
        .split("\n")
        .slice(1),
    ).toEqual(["  prune customer gone", "  no document names it any more: customer old (--prune removes it)"]);
  });

  test("is a unified diff where one is asked for: a field a piece, what is there before what is wanted", () => {
    const fields = [
      { field: "name", have: '"Professional"', want: '"Pro"' },
      { field: "policy", have: "a\nb", want: "a\n\u001bc" },
    ];
    const changes: readonly SeedVerdict[] = [
      { kind: "plan", key: "pro", do: "update", why: "it differs", fields },
      { kind: "plan", key: "new", do: "create", why: "it is not there" },
      { ...orphan("gone"), do: "prune" },
      orphan("theirs"),
    ];
    expect(
      seedPage({ planned: true, services: [lago(changes)] }, { diff: true })
        .split("\n")
        .slice(1),
    ).toEqual([
      ...["--- lago/plan/pro", "+++ lago/plan/pro", "@@ name @@", '-"Professional"', '+"Pro"'],
      ...["@@ policy @@", "-a", "-b", "+a", "+\\u{1b}c"],
      ...["--- /dev/null", "+++ lago/plan/new", "@@ it is not there @@"],
      ...["--- lago/customer/gone", "+++ /dev/null", "@@ in no document @@"],
      "  left alone: customer theirs (not in the document)",
    ]);
  });

  test("says of a service without documents what the matrix says", () => {
    const vault = { ...lago([]), service: "vault", does: "nothing", word: "BYPASSED", note: "Env vars only" };
    expect(seedPage({ planned: false, services: [vault] })).toBe("vault: nothing to seed (BYPASSED, Env vars only)");
  });
});

describe("the page of what differs", () => {
  const drift = ["a", "b", "c", "d"].map((key): SeedVerdict => ({ kind: "plan", key, do: "create" }));
  const page = {
    services: [
      { ...{ service: "lago", does: "seeds", word: "", note: "", unmanaged: 2 }, drift },
      { ...{ service: "vault", does: "nothing", word: "BYPASSED", note: "Env vars only", unmanaged: 0 }, drift: [] },
      { ...{ service: "opa", does: "seeds", word: "", note: "", unmanaged: 0 }, drift: [] },
    ],
  };

  test("has each service with what differs in it, and says of which there is nothing to say", () => {
    const lines = driftPage(page).split("\n");
    expect([lines[0], lines[2]]).toEqual(["lago: 4 differ, 2 unmanaged", "+++ lago/plan/a"]);
    expect(lines.slice(-2)).toEqual([
      "vault: nothing to compare (BYPASSED, Env vars only)",
      "opa: as the document says",
    ]);
  });

  test("names three of many in a sentence", () => {
    expect(namedDrift(page)).toBe("plan a, plan b, plan c, 1 more");
  });
});
