import { expect } from "vitest";
import type { Opa } from "../../src/services/opa/api.ts";

const POLICY = "package tried\n\nallow if input.x == 1\n";
const ID = "obligations/tried.rego";

/** What avb relies on, of the real server and of the fake one alike, by what must hold. */
export const OPA_OBLIGATIONS: Readonly<Record<string, (server: Opa) => Promise<void>>> = {
  async "a policy is read back as it was put, with its package"(server) {
    await server.putPolicy(ID, POLICY);
    const held = (await server.policies()).find(({ id }) => id === ID);
    expect(held).toEqual({ id: ID, raw: POLICY, package: "tried" });
  },

  async "a broken policy is refused with its place, and the one before it stays"(server) {
    await server.putPolicy(ID, POLICY);
    await expect(server.putPolicy(ID, "allow if {")).rejects.toMatchObject({
      status: 400,
      passes: false,
      message: expect.stringContaining(`${ID}:1: `),
    });
    expect((await server.policies()).find(({ id }) => id === ID)?.raw).toBe(POLICY);
  },

  async "a policy that is removed is gone"(server) {
    await server.putPolicy(ID, POLICY);
    await server.removePolicy(ID);
    expect((await server.policies()).some(({ id }) => id === ID)).toBe(false);
  },

  async "data is read back as it was put, and is nothing where nothing was put"(server) {
    await server.putData("obligations", { rules: [1] });
    expect(await server.data("obligations")).toEqual({ rules: [1] });
    expect(await server.data("obligations_never")).toBeUndefined();
  },

  async "a decision that no policy makes is nothing, and no error"(server) {
    expect(await server.decide({ nothing: true })).not.toBe(true);
  },
};
