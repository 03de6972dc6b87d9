import { describe, expect, test } from "vitest";
import { type AdminBench, adminBench } from "../support/admin-api.ts";

async function addGroup({ call }: AdminBench, name: string, below?: string): Promise<string> {
  const { headers } = await call("POST", below === undefined ? "groups" : `groups/${below}/children`, {
    name,
    attributes: { tenant_id: ["9"] },
  });
  return headers?.location?.split("/").at(-1) ?? "";
}

const ACME = "00000000-0000-0000-0000-000000000001";
const ACME_ATTRIBUTES = { tenant_id: [ACME], billing_customer_id: [ACME] };
const acme = ({ store }: AdminBench) => store.findGroup({ path: "/acme-voice" })?.id ?? "";
const personOf = ({ store }: AdminBench) => store.findUser({ username: "user@agentvoicebox.local" })?.id ?? "";

describe("groups", () => {
  test("at the top are listed without attributes unless asked", async () => {
    const bench = adminBench();
    const { body } = await bench.call("GET", "groups?search=acme-voice&exact=true");
    const access = { view: true, viewMembers: true, manageMembers: true, manage: true, manageMembership: true };
    const brief = { id: acme(bench), name: "acme-voice", path: "/acme-voice", subGroupCount: 0, subGroups: [], access };
    expect(body).toEqual([brief]);
    expect((await bench.call("GET", `groups/${acme(bench)}`)).body).toEqual({
      ...brief,
      attributes: ACME_ATTRIBUTES,
      realmRoles: [],
      clientRoles: {},
    });
    expect((await bench.call("GET", `groups?q=tenant_id:${ACME}`)).body).toEqual([brief]);
  });

  test("a match below shows under the groups above it, and is counted alone", async () => {
    const bench = adminBench();
    const sub = await addGroup(bench, "sales", acme(bench));
    const { body } = await bench.call("GET", "groups?search=sal");
    expect(body).toMatchObject([
      {
        path: "/acme-voice",
        subGroupCount: 1,
        subGroups: [{ id: sub, path: "/acme-voice/sales", parentId: acme(bench) }],
      },
    ]);
    expect((await bench.call("GET", "groups/count?search=sal")).body).toEqual({ count: 1 });
    expect((await bench.call("GET", "groups/count")).body).toEqual({ count: 4 });
    expect((await bench.call("GET", "groups/count?top=true")).body).toEqual({ count: 3 });
    expect((await bench.call("GET", `groups/${acme(bench)}/children`)).body).toMatchObject([{ id: sub }]);
    expect((await bench.call("GET", "group-by-path/acme-voice/sales")).body).toMatchObject({ id: sub });
  });

  test("are refused in Keycloak's words", async () => {
    const bench = adminBench();
    await addGroup(bench, "sales", acme(bench));
    const refusals = [
      [
        "POST",
        "groups",
        { name: "acme-voice" },
        409,
        { errorMessage: "Top level group named 'acme-voice' already exists." },
      ],
      ["POST", "groups", {}, 400, { errorMessage: "Group name is missing" }],
      [
        "POST",
        `groups/${acme(bench)}/children`,
        { name: "sales" },
        409,
        { errorMessage: "Sibling group named 'sales' already exists." },
      ],
      [
        "PUT",
        `groups/${acme(bench)}`,
        { name: "platform" },
        409,
        { errorMessage: "Sibling group named 'platform' already exists." },
      ],
      ["PUT", `groups/${acme(bench)}`, {}, 400, { errorMessage: "Group name is missing" }],
      ["GET", "groups/nope", undefined, 404, { error: "Could not find group by id" }],
      ["DELETE", "groups/nope", undefined, 404, { error: "Could not find group by id" }],
      ["GET", "group-by-path/nope", undefined, 404, { error: "Group path does not exist" }],
    ] as const;
    for (const [method, path, body, status, answer] of refusals)
      expect(await bench.call(method, path, body)).toEqual({ status, body: answer });
  });

  test("renamed take the groups below, the members and the tenant along", async () => {
    const bench = adminBench();
    const sub = await addGroup(bench, "sales", acme(bench));
    await bench.call("PUT", `users/${personOf(bench)}/groups/${sub}`);
    expect(await bench.call("PUT", `groups/${acme(bench)}`, { name: "acme" })).toEqual({ status: 204 });
    expect(bench.store.findUser({ id: personOf(bench) })?.groups).toEqual(["/acme", "/acme/sales"]);
    expect(bench.store.findGroup({ id: sub })?.path).toBe("/acme/sales");
    expect(bench.store.tenants().map(({ group }) => group)).toEqual(["/platform", "/acme", "/demo-company"]);
    expect(bench.store.findGroup({ path: "/acme" })?.attributes).toEqual(ACME_ATTRIBUTES);
  });

  test("deleted take the groups below along and leave their members", async () => {
    const bench = adminBench();
    await addGroup(bench, "sales", acme(bench));
    expect(await bench.call("DELETE", `groups/${acme(bench)}`)).toEqual({ status: 204 });
    expect(bench.store.groups().map(({ path }) => path)).toEqual(["/platform", "/demo-company"]);
    expect(bench.store.findUser({ id: personOf(bench) })?.groups).toEqual([]);
  });

  test("list their members", async () => {
    const bench = adminBench();
    const { body } = await bench.call("GET", `groups/${bench.store.findGroup({ path: "/demo-company" })?.id}/members`);
    expect(body).toMatchObject([{ username: "demo@test.com" }]);
  });
});

describe("membership", () => {
  test("is joined and left, any number of times", async () => {
    const bench = adminBench();
    const id = await addGroup(bench, "night-shift");
    const at = `users/${personOf(bench)}/groups`;
    for (const [method, groups] of [
      ["PUT", ["/acme-voice", "/night-shift"]],
      ["PUT", ["/acme-voice", "/night-shift"]],
      ["DELETE", ["/acme-voice"]],
      ["DELETE", ["/acme-voice"]],
    ] as const) {
      expect(await bench.call(method, `${at}/${id}`)).toEqual({ status: 204 });
      expect(bench.store.findUser({ id: personOf(bench) })?.groups).toEqual(groups);
    }
    expect((await bench.call("GET", at)).body).toEqual([
      { id: acme(bench), name: "acme-voice", path: "/acme-voice", subGroups: [] },
    ]);
    expect((await bench.call("GET", `${at}/count`)).body).toEqual({ count: 1 });
    expect(await bench.call("PUT", `${at}/nope`)).toEqual({ status: 404, body: { error: "Group not found" } });
  });

  test("twenty joins at once all last", async () => {
    const bench = adminBench();
    const ids = await Promise.all(Array.from({ length: 20 }, (_, at) => addGroup(bench, `shift-${at}`)));
    await Promise.all(ids.map((id) => bench.call("PUT", `users/${personOf(bench)}/groups/${id}`)));
    expect(bench.store.findUser({ id: personOf(bench) })?.groups).toHaveLength(21);
  });
});
