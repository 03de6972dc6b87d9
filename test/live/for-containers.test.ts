import { execFile } from "node:child_process";
import { networkInterfaces } from "node:os";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClaimedSlot, claimSlot } from "../support/claimed-slot.ts";
import { needs } from "../support/needs.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";
import { endServersOf } from "../support/sandbox-processes.ts";

const run = promisify(execFile);

/** Runs a script in a container of its own; answers what it printed. */
async function inContainer(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const host = ["--add-host", "host.docker.internal:host-gateway"];
  const names = Object.keys(env).flatMap((name) => ["--env", name]);
  const args = ["run", "--rm", ...host, ...names, "node:20-slim", "node", "-e", script];
  return (await run("docker", args, { env: { ...process.env, ...env } })).stdout.trim();
}

const ASK_FOR_TOKEN = `
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: process.env.KEYCLOAK_CLIENT_ID, client_secret: process.env.KEYCLOAK_CLIENT_SECRET });
  const realm = process.env.KEYCLOAK_URL + "/realms/" + process.env.KEYCLOAK_REALM + "/protocol/openid-connect";
  Promise.all([fetch(realm + "/token", { method: "POST", body: form }), fetch(realm + "/certs")])
    .then(async ([token, certs]) => console.log(token.status, (await token.json()).token_type, (await certs.json()).keys.length));
`;

needs(["engine", "nodeImage"], "an application in a container", () => {
  let home: AvbHome;
  let claimed: ClaimedSlot;
  let again: { readonly AVB_SLOT: string };
  beforeAll(async () => {
    home = avbHome();
    claimed = await claimSlot();
    again = { AVB_SLOT: claimed.slot };
  });
  afterAll(() => {
    endServersOf(home);
    home.remove();
    claimed.release();
  });

  test("gets a token with the values of --view container, and no LAN address is bound", async () => {
    const up = await home.run(["dev", "up", "--for-containers", "--json"], again);
    expect(up, up.stderr).toMatchObject({ status: 0 });
    const view = await home.run(["dev", "env", "--view", "container", "--format", "json", "--reveal"], again);
    const { KEYCLOAK_URL, KEYCLOAK_REALM, KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET } = JSON.parse(view.stdout);
    const values = { KEYCLOAK_URL, KEYCLOAK_REALM, KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET };
    expect(await inContainer(ASK_FOR_TOKEN, values)).toBe("200 Bearer 1");

    const port = new URL(KEYCLOAK_URL).port;
    const bridges = /^(docker|br-|veth)/;
    const addresses = Object.entries(networkInterfaces()).filter(([name]) => !bridges.test(name));
    for (const { address, internal, family } of addresses.flatMap(([, list]) => list ?? []))
      if (!internal && family === "IPv4") await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  });

  test("without --for-containers a container cannot reach the sandbox", async () => {
    await home.run(["dev", "down"], again);
    const { stdout } = await home.run(["dev", "up", "--json"], again);
    const { port } = new URL(JSON.parse(stdout).data.urls.identity);
    const ask = "fetch(process.env.URL).then(() => console.log('reached'), () => console.log('refused'))";
    expect(await inContainer(ask, { URL: `http://host.docker.internal:${port}/` })).toBe("refused");
  });
});
