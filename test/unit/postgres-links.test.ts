import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { IdentityDocument } from "../../src/domain/identity.ts";
import { isDrift } from "../../src/domain/seeding.ts";
import { djangoFixture } from "../../src/services/postgres/django-fixture.ts";
import { type HeldLinks, linkDifference } from "../../src/services/postgres/link-changes.ts";
import { type LinkedIds, linkedRows } from "../../src/services/postgres/linked-rows.ts";
import { withOwnLinks } from "../../src/services/postgres/links.ts";
import type { Column } from "../../src/services/postgres/sql.ts";

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../templates/${path}`, import.meta.url), "utf8"));
const TABLES = read("postgres/links.json").tables;
const IDENTITIES: IdentityDocument = read("keycloak/identities.json");
const ACME = "00000000-0000-0000-0000-000000000001";

const invoice = {
  lago_id: "inv-1",
  number: "AVB-002-001",
  status: "finalized",
  currency: "USD",
  total_amount_cents: 9900,
};
const IDS: LinkedIds = {
  groups: new Map(IDENTITIES.tenants.map(({ group }) => [group, `group of ${group}`])),
  users: new Map(IDENTITIES.users.map(({ username }) => [username, `id of ${username}`])),
  customers: new Set(IDENTITIES.tenants.map(({ id }) => id)),
  invoices: new Map([[ACME, [{ invoice, eventId: "event-7" }]]]),
};
const ROWS = linkedRows(IDENTITIES, IDS);

const column =
  (table: string, type: string, required: boolean) =>
  (name: string): Column => ({ table, column: name, type, required });
const COLUMNS: readonly Column[] = [
  ...["id", "name", "slug"].map(column("tenants_tenant", "uuid", true)),
  ...["keycloak_group_id", "billing_customer_id"].map(column("tenants_tenant", "varchar", false)),
  ...["id", "email"].map(column("users_user", "uuid", true)),
  ...["keycloak_id", "tenant_id"].map(column("users_user", "uuid", false)),
  ...["id", "tenant_id"].map(column("billing_invoice", "int8", true)),
  ...["lago_invoice_id", "lago_event_id"].map(column("billing_invoice", "varchar", false)),
];
const EMPTY: HeldLinks["rows"] = { tenants: [], users: [], invoices: [] };
const compare = (held: Partial<HeldLinks>, tables = TABLES) =>
  linkDifference(tables, ROWS, { columns: COLUMNS, rows: EMPTY, ...held });

describe("rows", () => {
  test("carry the ids of the services; what a service does not have is told and left open", () => {
    expect(ROWS.tenants[1]).toMatchObject({ keycloak_group_id: "group of /acme-voice", billing_customer_id: ACME });
    expect(ROWS.invoices).toEqual([
      expect.objectContaining({ lago_invoice_id: "inv-1", lago_event_id: "event-7", tenant_id: ACME }),
    ]);
    const bare = linkedRows(IDENTITIES, { ...IDS, groups: new Map(), customers: new Set(), invoices: new Map() });
    expect(bare.tenants[1]).toMatchObject({ keycloak_group_id: undefined, billing_customer_id: undefined });
    expect(bare.missing.map(({ why }) => why)).toContain("Keycloak has no group /acme-voice: avb dev seed keycloak");
    expect(bare.missing).toHaveLength(6);
  });

  test("of an empty database are all made, tenants first, each with what its table has and wants", () => {
    const { writes, verdicts } = compare({});
    expect(verdicts.every(({ do: word }) => word === "create")).toBe(true);
    expect(writes.map(({ table }) => table)).toEqual([
      ...[...Array(3).fill("tenants_tenant"), ...Array(8).fill("users_user"), "billing_invoice"],
    ]);
    // A number that the database counts is not made up here.
    expect(writes.at(-1)?.values).toEqual({ tenant_id: ACME, lago_invoice_id: "inv-1", lago_event_id: "event-7" });
  });

  test("that are there change in their links alone", () => {
    const tenants = [{ id: ACME, keycloak_group_id: "another", billing_customer_id: ACME }];
    const { writes, verdicts } = compare({ rows: { ...EMPTY, tenants } });
    expect(verdicts[1]).toMatchObject({
      do: "update",
      fields: [{ field: "keycloak_group_id", have: "another", want: "group of /acme-voice" }],
    });
    expect(writes[1]).toEqual({
      ...{ table: "tenants_tenant", values: { keycloak_group_id: "group of /acme-voice" } },
      where: { column: "id", value: ACME },
    });
  });

  test("whose tenant has no row are not made, nor those whose table wants what nobody knows", () => {
    const without = COLUMNS.filter(({ table }) => table !== "tenants_tenant");
    const lost = compare({ columns: without });
    expect(lost.writes).toEqual([]);
    expect(lost.verdicts[0]).toMatchObject({ kind: "table", key: "tenants_tenant", do: "wait" });
    expect(lost.verdicts.filter(isDrift).map(({ kind }) => kind)).not.toContain("table");
    expect(lost.verdicts[1]).toMatchObject({ do: "blocked", why: "its tenant has no row" });
    const wanting = compare({ columns: [...COLUMNS, column("tenants_tenant", "text", true)("region")] });
    expect(wanting.writes).toEqual([]);
    expect(wanting.verdicts[0]).toMatchObject({
      do: "blocked",
      why: expect.stringMatching(/wants a value for region/),
    });
    const own = withOwnLinks(TABLES, [{ tables: [{ of: "tenants", values: { region: "eu" } }] }]);
    const filled = compare({ columns: [...COLUMNS, column("tenants_tenant", "text", true)("region")] }, own);
    expect(filled.writes[0]?.values).toMatchObject({ region: "eu" });
  });

  test("of a table that lacks a link are made without it, and it is told", () => {
    const columns = COLUMNS.filter((one) => one.column !== "keycloak_group_id");
    const { verdicts, writes } = compare({ columns });
    expect(verdicts[0]).toMatchObject({ kind: "column", key: "tenants_tenant.keycloak_group_id", do: "blocked" });
    expect(writes).toHaveLength(12);
    const keyless = compare({ columns: COLUMNS.filter((one) => one.column !== "email") });
    expect(keyless.verdicts).toContainEqual(expect.objectContaining({ key: "users_user.email", do: "blocked" }));
  });
});

test("the fixture has tenants before what points at them, by Django's field names", () => {
  const objects = JSON.parse(djangoFixture(TABLES, ROWS));
  expect(objects.map(({ model }: { model: string }) => model)).toEqual([
    ...[...Array(3).fill("tenants.tenant"), ...Array(8).fill("users.user"), "billing.invoice"],
  ]);
  expect(objects[3]).toMatchObject({
    pk: "id of admin@agentvoicebox.local",
    fields: { tenant: "00000000-0000-0000-0000-000000000000", password: "!" },
  });
  expect(objects[3].fields).not.toHaveProperty("tenant_id");
});
