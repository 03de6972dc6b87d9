import { describe, expect, test } from "vitest";
import { describeBilling } from "../../src/flows/describe-billing.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { seed } from "../../src/flows/seed.ts";
import { ownWorld, reference } from "../support/own-world.ts";

const CONFIG = "seeds:\n  lago: [billing/team.yaml, billing/more.json]\n";
const TEAM = `plans:
  - {code: pro, name: Pro of ours, amount_cents: 100, amount_currency: USD, interval: monthly, pay_in_advance: false, charges: []}
  - {code: team, name: Team, amount_cents: 900, amount_currency: USD, interval: monthly, pay_in_advance: false, charges: []}
webhook_endpoints:
  - webhook_url: http://${reference("host:keycloak.http")}:9000/lago
    signature_algo: hmac
`;
const MORE = JSON.stringify({
  subscriptions: [
    { external_id: "own-team", external_customer_id: "00000000-0000-0000-0000-000000000001", plan_code: "team" },
  ],
});

async function withSeeds(team: string, more = MORE) {
  const own = await ownWorld(CONFIG);
  own.world.files.put("/home/dev/shop/billing/team.yaml", team);
  own.world.files.put("/home/dev/shop/billing/more.json", more);
  await own.trust();
  return own;
}

const shop = (name: string) => `/home/dev/shop/billing/${name}`;

describe("documents of a team's own", () => {
  test("are laid over avb's by natural key, one over the other, and written once", async () => {
    const { up, tools, world } = await withSeeds(TEAM);
    await up();
    const { services } = await seed(tools, { services: ["lago"], planOnly: true });
    expect(services[0]?.counts).toMatchObject({ created: 0, updated: 0, unmanaged: 0, blocked: 0 });
    const billing = await describeBilling(world, await openCheckout(world));
    expect(billing.flatMap(({ subscriptions }) => subscriptions)).toContainEqual({
      externalId: "own-team",
      plan: "team",
    });
  });

  test("that are wrong are told with file and line before anything is started", async () => {
    const wrong = `${TEAM.replace("charges: []", "charges: 3")}customers: [{external_id: a, name: "${reference("endpont:x")}"}]\n`;
    const { up, sandboxes } = await withSeeds(wrong);
    const error = await up().catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          ...{ code: "SEED_DOCUMENT", exitCode: 3 },
          place: expect.objectContaining({ file: "billing/team.yaml", line: 2 }),
        }),
        expect.objectContaining({
          ...{ code: "SEED_REFERENCE", exitCode: 3 },
          place: expect.objectContaining({ file: "billing/team.yaml", line: 7 }),
        }),
      ]),
    });
    expect(sandboxes).toEqual([]);
  });

  test.each([
    [
      "names what no document has",
      '{"subscriptions": [{"external_id": "a", "external_customer_id": "b", "plan_code": "c"}]}',
      "SEED_DOCUMENT",
    ],
    ["is no document", '{"plan": []}', "SEED_DOCUMENT"],
    ["cannot be read as data", "{", "YAML_SYNTAX"],
  ])("one that %s is refused", async (_why, text, code) => {
    const { up } = await withSeeds(TEAM, text);
    const error = await up().catch((caught: unknown) => caught);
    const first = (error as { problems?: readonly unknown[] }).problems?.[0] ?? error;
    expect(first).toMatchObject({ code, place: { file: "billing/more.json" } });
  });

  test("need trust, need to be there, and do not keep the rest from working", async () => {
    const own = await withSeeds(TEAM);
    own.world.files.put(shop("team.yaml"), `${TEAM}# changed\n`);
    await expect(own.up()).rejects.toMatchObject({ code: "NOT_TRUSTED", facts: { key: "seeds" } });
    const checkout = await openCheckout(own.world);
    expect((await describeBilling(own.world, checkout)).length).toBeGreaterThan(0);
    await own.up({ seed: false });
    await own.world.files.remove(shop("team.yaml"));
    await own.trust();
    await expect(own.up()).rejects.toMatchObject({
      ...{ code: "SEED_FILE", exitCode: 3, facts: { path: "billing/team.yaml", why: "is not there" } },
      place: { file: ".devenvrc", line: 2 },
    });
  });
});
