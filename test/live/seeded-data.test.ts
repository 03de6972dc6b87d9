import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inDatabase, MIGRATE } from "../support/application-tables.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { broken, type Fields, lago, seeds, stepsOf } from "../support/seeded-stack.ts";

const MINUTES = 60_000;
const UP = ["up", "--mode", "live", "--without", "keycloak,vault,temporal,opa,redis", "--allow-standin"] as const;
const HOOKS = "hooks:\n  before_seed: {run: [node, migrate.cjs], profile: django}\n";
const TENANT = "00000000-0000-0000-0000-000000000001";

needs(["engine", "nodeImage", "dataImages"], "what avb keeps in a real Lago and PostgreSQL", () => {
  test("is made by the first up, looked for by no second one, put back where a hand changed it, made again after a loss", {
    timeout: 5 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    const first = await stack.json(...UP);
    expect(stepsOf(first)).toEqual(expect.arrayContaining(["seed-lago", "seed-postgres"]));
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await seeds(stack, "lago")).toMatchObject({ written: 0, counts: { unchanged: 19, unmanaged: 0 } });
    const { webhook_endpoints } = await lago(stack, "GET", "/webhook_endpoints");
    const port = 65_020 + 50 * Number(stack.slot);
    const url = `http://host.docker.internal:${port}/api/v2/billing/webhooks/lago`;
    expect(webhook_endpoints).toEqual([expect.objectContaining({ webhook_url: url })]);
    expect(await broken(stack, "lago")).toEqual([]);
    expect(await seeds(stack, "lago", "--plan")).toMatchObject({ counts: { unmanaged: 0 } });

    await lago(stack, "PUT", "/plans/pro", { plan: { amount_cents: 1 } });
    const change = { kind: "plan", key: "pro", do: "update", why: "amount_cents is 1, to be 9900" };
    expect(await seeds(stack, "lago", "--plan")).toMatchObject({ written: 0, changes: [change] });
    expect(await stack.avb("drift", "lago", "--exit-code")).toMatchObject({ status: 14 });
    expect(await broken(stack, "lago")).toEqual(["lago.plan.pro"]);
    expect(await seeds(stack, "lago")).toMatchObject({ written: 1, changes: [change] });
    expect((await lago(stack, "GET", "/plans/pro")).plan).toMatchObject({ amount_cents: 9900 });
    expect(await broken(stack, "lago")).toEqual([]);

    const api = await stack.container("lago-api");
    const [volume = ""] = (await stack.leftovers()).filter((name) => name.endsWith("lago-standin"));
    docker("rm", "--force", api.id);
    docker("volume", "rm", volume);
    expect(stepsOf(await stack.json("up"))).toContain("seed-lago");
    expect((await lago(stack, "GET", "/plans")).meta).toMatchObject({ total_count: 5 });
    expectDone(await stack.avb("down", "--volumes", "--yes"));
  });
});

needs(["engine", "nodeImage", "dataImages"], "rows of the application in PostgreSQL", () => {
  test("links the application's rows with the ids of the services, once its migrations made the tables", {
    timeout: 5 * MINUTES,
  }, async () => {
    const stack = await liveStack({ "migrate.cjs": MIGRATE, ".devenvrc": HOOKS });
    await stack.trust();
    expectDone(await stack.avb(...UP, "--no-hooks"));
    const { id } = await stack.container("postgres");
    const why = "is not there yet: migrate, then avb dev seed postgres";
    const absent = ["tenants_tenant", "users_user", "billing_invoice"].map((key) => ({
      kind: "table",
      key,
      do: "wait",
      why,
    }));
    expect(await seeds(stack, "postgres", "--plan")).toMatchObject({ changes: absent });
    expect(await stack.avb("drift", "postgres", "--exit-code")).toMatchObject({ status: 0 });
    expect(inDatabase(id, "\\dt")).toBe("");
    const fixture: readonly Fields[] = JSON.parse(
      readFileSync(join(stack.stateFolder(), "django-fixture.json"), "utf8"),
    );
    const [tenant] = fixture.filter(({ pk }) => pk === TENANT);
    expect(tenant).toMatchObject({
      model: "tenants.tenant",
      fields: { billing_customer_id: TENANT, slug: "acme-voice" },
    });

    // With something to seed the hook runs before it, and its tables are seen.
    await lago(stack, "PUT", "/plans/pro", { plan: { name: "Professional" } });
    expectDone(await stack.avb("seed"));
    const { invoices } = await lago(stack, "GET", `/invoices?external_customer_id=${TENANT}`);
    const [{ lago_id: invoice } = {}] = invoices as readonly Fields[];
    const group = Object(tenant?.fields).keycloak_group_id;
    const links = "SELECT keycloak_group_id, billing_customer_id, tier FROM tenants_tenant WHERE slug = 'acme-voice'";
    expect(inDatabase(id, links)).toBe(`${group}|${TENANT}|free`);
    expect(inDatabase(id, "SELECT lago_invoice_id, tenant_id FROM billing_invoice")).toBe(`${invoice}|${TENANT}`);
    expect(inDatabase(id, "SELECT count(*), count(keycloak_id), count(DISTINCT tenant_id) FROM users_user")).toBe(
      "8|8|3",
    );
    expect(await seeds(stack, "postgres")).toMatchObject({ written: 0, changes: [], counts: { unchanged: 13 } });

    inDatabase(id, `UPDATE tenants_tenant SET tier = 'pro', keycloak_group_id = NULL WHERE id = '${TENANT}'`);
    inDatabase(id, "UPDATE users_user SET keycloak_id = gen_random_uuid() WHERE email = 'demo@test.com'");
    expect(await seeds(stack, "postgres", "--plan")).toMatchObject({
      changes: [
        { kind: "tenant", key: TENANT, do: "update", why: `keycloak_group_id is empty, to be ${group}` },
        { kind: "user", key: "demo@test.com", do: "update", fields: [{ field: "keycloak_id" }] },
      ],
    });
    expect(await seeds(stack, "postgres")).toMatchObject({ written: 2 });
    expect(inDatabase(id, links)).toBe(`${group}|${TENANT}|pro`);

    inDatabase(
      id,
      "ALTER TABLE billing_invoice ADD COLUMN due_on date; DELETE FROM billing_invoice; ALTER TABLE billing_invoice ALTER due_on SET NOT NULL",
    );
    const wants = {
      do: "blocked",
      why: expect.stringMatching(/^billing_invoice wants a value for due_on; give it one/),
    };
    expect(await seeds(stack, "postgres")).toMatchObject({ written: 0, changes: [wants] });
    stack.put("links.json", JSON.stringify({ tables: [{ of: "invoices", values: { due_on: "2026-02-01" } }] }));
    stack.put(".devenvrc", `${HOOKS}seeds:\n  postgres: [links.json]\n`);
    await stack.trust();
    expect(await seeds(stack, "postgres")).toMatchObject({ written: 2, counts: { created: 1 } });
    expect(inDatabase(id, "SELECT lago_invoice_id, due_on FROM billing_invoice")).toBe(`${invoice}|2026-02-01`);
    expect(await broken(stack, "postgres")).toEqual([]);
  });

  test("is linked in the sandbox too, where PostgreSQL runs beside it", { timeout: 5 * MINUTES }, async () => {
    const stack = await liveStack({ "migrate.cjs": MIGRATE, ".devenvrc": HOOKS });
    await stack.trust();
    expectDone(await stack.avb("up", "--mode", "sandbox", "--with", "postgres"));
    const { id } = await stack.container("postgres");
    expect(inDatabase(id, "SELECT count(keycloak_group_id), count(billing_customer_id) FROM tenants_tenant")).toBe(
      "3|3",
    );
    expect(inDatabase(id, "SELECT count(*) FROM users_user u JOIN tenants_tenant t ON t.id = u.tenant_id")).toBe("8");
    expect(inDatabase(id, "SELECT count(*) FROM billing_invoice")).toBe("1");
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await broken(stack, "lago")).toEqual([]);
  });
});
