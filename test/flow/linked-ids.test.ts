import { describe, expect, test } from "vitest";
import type { Mode } from "../../src/domain/modes.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { linkedIds } from "../../src/flows/linked-ids.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { wantedIdentities } from "../../src/flows/plan-seed.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import type { FakeRequest } from "../support/fake-world.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const answer = (status: number, value: unknown) => ({ status, headers: {}, body: JSON.stringify(value) });

/** An identity provider that knows one account, by the path where it signs in and its name; it has one user of each name. */
const identityProvider =
  (account: string) =>
  ({ url, body, headers }: FakeRequest) => {
    const [, , home = ""] = url.pathname.split("/");
    if (url.pathname.endsWith("/token"))
      return `${home} ${new URLSearchParams(body).get("client_id")}` === account
        ? answer(200, { access_token: "t" })
        : answer(401, { error: "unauthorized_client" });
    if (headers.Authorization !== "Bearer t") return answer(401, {});
    if (url.pathname.includes("/group-by-path/")) return answer(200, { id: "g-1" });
    const username = url.searchParams.get("username") ?? "";
    return answer(200, [{ id: `id of ${username}`, username }]);
  };

async function idsIn(mode: Mode, account: string) {
  const { world } = lifecycleWorld();
  const checkout = await openCheckout(world);
  const stack = (await resolveStack(world, checkout, { mode })) as Stack;
  const at = (port: "keycloak.http" | "lago.api") => `http://127.0.0.1:${stack.ports.get(port)}`;
  world.servers.set(at("keycloak.http"), identityProvider(account));
  world.servers.set(at("lago.api"), () => answer(404, {}));
  const subject = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
  return linkedIds(subject, await wantedIdentities(world, checkout), new AbortController().signal);
}

describe("the ids that rows of the application point at", () => {
  test("are read of a real Keycloak as its bootstrap account, whatever became of the backend's secret", async () => {
    const { users } = await idsIn("live", "master avb-bootstrap");
    expect(users.get("demo@test.com")).toBe("id of demo@test.com");
    await expect(idsIn("live", "agentvoicebox agentvoicebox-backend")).rejects.toMatchObject({
      code: "SEED_NOT_READ",
      message: expect.stringContaining("the sign-in of avb-bootstrap was answered with 401"),
    });
  });

  test("are read of the sandbox as the backend's account, the one that it knows", async () => {
    const { groups } = await idsIn("sandbox", "agentvoicebox agentvoicebox-backend");
    expect([...groups.values()]).toContain("g-1");
  });
});
