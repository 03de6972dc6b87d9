import { describe, expect, test } from "vitest";
import type { Stack } from "../../src/domain/stack.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { keepSeeded } from "../../src/flows/seeding/seed-record.ts";
import { tellStack } from "../../src/flows/tell-stack.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

/** A live stack with a Vault that is open and holds nothing. */
async function withEmptyVault() {
  const { world, tools, lines } = lifecycleWorld();
  const checkout = await openCheckout(world);
  const stack = (await resolveStack(world, checkout, { mode: "live" })) as Stack;
  world.files.put(checkout.state.vault, JSON.stringify({ unsealKey: "k", rootToken: "t" }));
  const body = JSON.stringify({ errors: [] });
  world.servers.set(`http://127.0.0.1:${stack.ports.get("vault.http")}`, () => ({ status: 404, headers: {}, body }));
  const told = (seed: boolean) => tellStack(tools, checkout, stack, { seed, reveal: true });
  return { world, checkout, lines, told };
}

describe("telling a live stack with a new Vault", () => {
  test("without seeds tells the users as they will be, and how Vault gets its values", async () => {
    const { told, lines } = await withEmptyVault();
    const { users } = await told(false);
    expect(users.map(({ password }) => password?.length)).toContain(22);
    expect(lines.join("\n")).toContain("Vault holds no values yet, since it was not seeded: avb dev seed");
  });

  test("after a seeding takes no value of this checkout's own for one of Vault's", async () => {
    const { told } = await withEmptyVault();
    await expect(told(true)).rejects.toMatchObject({ code: "VAULT_VALUE_MISSING", exitCode: 10 });
  });

  test("says nothing of a seeding that there was", async () => {
    const { told, lines, world, checkout } = await withEmptyVault();
    await keepSeeded(world, checkout, "vault", { facts: "x", standing: [], made: [] });
    await told(false);
    expect(lines).toEqual([]);
  });
});
