import { expect, test } from "vitest";
import { outsideHttp } from "../../src/adapters/outside-http.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { paypalCheck } from "../../src/flows/paypal.ts";
import { fakeWorld } from "../support/fake-world.ts";
import { PAYPAL_PAIR, PAYPAL_WEBHOOK, paypalServer } from "../support/paypal-server.ts";

const wishes = {
  live: false,
  command: "avb dev paypal check",
  signal: new AbortController().signal,
  deadlineMs: 10_000,
};

test("credentials that a live stack's Vault holds are found, and a Vault that does not answer is told, which is no error", async () => {
  const server = await paypalServer();
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state", AVB_PAYPAL_URL: server.url } });
  world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
  Object.assign(world, { outside: outsideHttp });
  const checkout = await openCheckout(world);
  world.files.put(checkout.state.containers, JSON.stringify({ mode: "live", with: [], without: [], usable: {} }));
  world.files.put(checkout.state.vault, JSON.stringify({ unsealKey: "k", rootToken: "s.root" }));
  const unread = await paypalCheck(world, wishes);
  expect(unread).toMatchObject({
    state: "not configured",
    unread: expect.stringMatching(/^secret\/.* in Vault could not/),
  });
  const data = { client_id: PAYPAL_PAIR.id, client_secret: PAYPAL_PAIR.secret, webhook_id: PAYPAL_WEBHOOK.id };
  world.servers.set("http://127.0.0.1:65003", ({ url, headers }) => {
    expect([url.pathname, headers["X-Vault-Token"]]).toEqual([
      "/v1/secret/data/agentvoicebox/backend/paypal",
      "s.root",
    ]);
    return { status: 200, headers: {}, body: JSON.stringify({ data: { data } }) };
  });
  const from = "secret/agentvoicebox/backend/paypal in Vault";
  expect(await paypalCheck(world, wishes)).toMatchObject({
    state: "ok",
    environment: "sandbox",
    from,
    webhook: "known",
  });
  world.files.put("/home/dev/shop/.env", `PAYPAL_CLIENT_ID=${PAYPAL_PAIR.id}\n`);
  await expect(paypalCheck(world, wishes)).rejects.toMatchObject({ code: "PAYPAL_HALF" });
});
