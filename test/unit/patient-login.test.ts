import { expect, test } from "vitest";
import { loggedIn } from "../../src/flows/verify/keycloak/prove-users.ts";
import { fakeWorld } from "../support/fake-world.ts";

/** A login that is refused so often, and how often it was tried. */
function login(refusals: number) {
  let tries = 0;
  const act = async () => {
    tries += 1;
    if (tries <= refusals) throw new Error("Invalid username or password.");
    return "token";
  };
  return { act, tries: () => tries };
}

test("a login that Keycloak refuses while it still writes down another is tried once more, and no oftener", async () => {
  const world = fakeWorld();
  const once = login(1);
  expect(await loggedIn({ world }, once.act)).toBe("token");
  expect(once.tries()).toBe(2);
  const never = login(9);
  await expect(loggedIn({ world }, never.act)).rejects.toThrow("Invalid username or password.");
  expect(never.tries()).toBe(2);
});
