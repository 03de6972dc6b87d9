import { expect, test } from "vitest";
import type { Http } from "../../src/domain/world.ts";
import { type Opa, opaAt } from "../../src/services/opa/api.ts";

const POLICY = "package tried\n\nallow if input.x == 1\n";
const ID = "obligations/tried.rego";

/** What avb relies on, of the real server and of the fake one alike. */
export function opaObligations(begin: () => Promise<{ readonly http: Http; readonly port: number }>): void {
  const opa = async (): Promise<Opa> => {
    const { http, port } = await begin();
    return opaAt(http, port);
  };

  test("a policy is read back as it was put, with its package", async () => {
    const server = await opa();
    await server.putPolicy(ID, POLICY);
    const held = (await server.policies()).find(({ id }) => id === ID);
    expect(held).toEqual({ id: ID, raw: POLICY, package: "tried" });
  });

  test("a broken policy is refused with its place, and the one before it stays", async () => {
    const server = await opa();
    await server.putPolicy(ID, POLICY);
    await expect(server.putPolicy(ID, "allow if {")).rejects.toMatchObject({
      status: 400,
      passes: false,
      message: expect.stringContaining(`${ID}:1: `),
    });
    expect((await server.policies()).find(({ id }) => id === ID)?.raw).toBe(POLICY);
  });

  test("a policy that is removed is gone", async () => {
    const server = await opa();
    await server.putPolicy(ID, POLICY);
    await server.removePolicy(ID);
    expect((await server.policies()).some(({ id }) => id === ID)).toBe(false);
  });

  test("data is read back as it was put, and is nothing where nothing was put", async () => {
    const server = await opa();
    await server.putData("obligations", { rules: [1] });
    expect(await server.data("obligations")).toEqual({ rules: [1] });
    expect(await server.data("obligations_never")).toBeUndefined();
  });

  test("a decision that no policy makes is nothing, and no error", async () => {
    expect(await (await opa()).decide({ nothing: true })).not.toBe(true);
  });
}
