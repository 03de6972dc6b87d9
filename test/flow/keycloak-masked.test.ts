import { expect, test } from "vitest";
import { keycloakOver } from "../../src/adapters/keycloak.ts";
import { Secret } from "../../src/domain/secret.ts";
import { readPatiently } from "../../src/flows/seeding/read-patiently.ts";
import { fakeWorld } from "../support/fake-world.ts";

const URL = "http://127.0.0.1:65006";
const answer = (value: unknown) => ({ status: 200, headers: {}, body: JSON.stringify(value) });

/** A Keycloak that shows this as a client's secret. */
function shows(secret: string) {
  const world = fakeWorld();
  const asked: string[] = [];
  world.servers.set(URL, ({ method, url }) => {
    asked.push(`${method} ${url.pathname}`);
    if (url.pathname.endsWith("/token")) return answer({ access_token: "t", expires_in: 60 });
    return answer({ type: "secret", value: secret });
  });
  const { signal } = new AbortController();
  const read = async () => {
    const place = { url: URL, realm: "agentvoicebox", clientId: "avb-bootstrap", secret: new Secret("s"), signal };
    const realm = await keycloakOver(world.http, world.clock).connect(place);
    const from = { service: "Keycloak", id: "keycloak", url: URL, signal };
    return readPatiently(world, () => realm.secretOf("id"), from);
  };
  return { asked, read };
}

test("a client's secret that Keycloak masks is a failed read, asked for once, and no value to compare", async () => {
  const { asked, read } = shows("**********");
  await expect(read()).rejects.toMatchObject({
    ...{ code: "SEED_NOT_READ", exitCode: 9 },
    message: expect.stringContaining("is masked: avb's account in Keycloak may not see it"),
  });
  expect(asked.filter((one) => one.endsWith("/client-secret"))).toHaveLength(1);
});

test("a secret that it shows is read as it is", async () => {
  expect(await shows("a*secret**").read()).toBe("a*secret**");
});
