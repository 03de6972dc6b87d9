import { describe, expect, test } from "vitest";
import { type AdminBench, addQuin, adminBench } from "../support/admin-api.ts";

const named = async ({ call }: AdminBench, query: string): Promise<readonly string[]> => {
  const { body } = await call("GET", `users?${query}`);
  return (body as { username: string }[]).map(({ username }) => username);
};

describe("a search for users", () => {
  test.each([
    ["search=Quin", true],
    ["search=uin", false],
    ["search=*uin*", true],
    ["search=q*n", true],
    ["search=q*x", false],
    ["search=two%20q1", true],
    ["search=two%20zz", false],
    ["search=words", false],
    ["search=%22quin%22", true],
    ["search=%22qui%22", false],
    ["search=", true],
    ["email=ex.te", true],
    ["firstName=uin", true],
    ["lastName=two", true],
    ["username=q*", false],
    ["username=qq&exact=true", false],
    ["username=QQ1&exact=TRUE", true],
    ["exact=true&email=q1", false],
    ["enabled=false", false],
    ["enabled=maybe", false],
    ["enabled=true", true],
    ["q=tenant_id:00000000-0000-0000-0000-000000000001", true],
    ["q=tenant_id:9", false],
    ["q=constructor:9", false],
  ])("%s finds the same as Keycloak", async (query, finds) => {
    const bench = adminBench();
    await addQuin(bench);
    expect((await named(bench, query)).includes("qq1")).toBe(finds);
  });

  test("is sorted, cut to its page, and counted", async () => {
    const bench = adminBench();
    const all = await named(bench, "");
    expect(all).toEqual([...all].sort());
    expect(await named(bench, "first=2&max=3")).toEqual(all.slice(2, 5));
    expect(await named(bench, "max=0")).toEqual([]);
    expect(await named(bench, "max=-1")).toEqual(all);
    expect(await bench.call("GET", "users?max=abc")).toEqual({ status: 404, body: { error: "HTTP 404 Not Found" } });
    expect(await bench.call("GET", "users/count?search=demo")).toEqual({ status: 200, body: 1 });
  });

  test("never shows a password, brief or not", async () => {
    const bench = adminBench();
    await addQuin(bench);
    for (const query of ["", "?briefRepresentation=true"])
      expect(JSON.stringify(await bench.call("GET", `users${query}`))).not.toMatch(/made up here|password/);
  });
});
