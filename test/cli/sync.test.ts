import { afterAll, expect, test } from "vitest";
import { claimThisSlot } from "../support/claimed-slot.ts";
import { faultStack } from "../support/fault-stack.ts";

const claimed = await claimThisSlot("6");
afterAll(() => claimed.release());

interface Link {
  readonly source: string;
  readonly last?: { readonly held: number; readonly broken: number };
}

test("the user profile goes both ways, usage becomes an invoice, and nothing is left of the trial", async () => {
  const stack = faultStack("6");
  try {
    expect(await stack.avb("up", "--mode", "sandbox")).toMatchObject({ status: 0 });
    const proved = await stack.avb("sync", "--prove", "--json");
    expect(proved, proved.stdout + proved.stderr).toMatchObject({ status: 0 });
    const { links } = JSON.parse(proved.stdout).data as { readonly links: readonly Link[] };
    expect(links.slice(0, 3).map(({ source, last }) => [source, last?.held, last?.broken])).toEqual([
      ["User profile", 2, 0],
      ["Usage events", 30, 0],
      ["Invoices", 30, 0],
    ]);
    const plan = await stack.avb("seed", "--plan", "--json");
    const { services } = JSON.parse(plan.stdout).data as { readonly services: readonly object[] };
    expect(services.slice(0, 2)).toEqual([
      expect.objectContaining({ service: "keycloak", changes: [] }),
      expect.objectContaining({ service: "lago", changes: [] }),
    ]);
    expect((await stack.avb("sync")).stdout).toMatch(
      /User profile +<-> +Keycloak +Bidirectional +sandbox's stand-in +sync: 2 held/,
    );
    await stack.expectDown();
  } finally {
    stack.remove();
  }
});
