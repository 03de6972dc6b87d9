import { describe, expect, test } from "vitest";
import { outsideHttp } from "../../src/adapters/outside-http.ts";
import { followPayments } from "../../src/domain/payments.ts";
import { env } from "../../src/flows/env.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { paypalCheck } from "../../src/flows/paypal.ts";
import { type FakeWorld, fakeWorld } from "../support/fake-world.ts";
import { PAYPAL_PAIR, PAYPAL_WEBHOOK, paypalServer } from "../support/paypal-server.ts";

const wishes = {
  ...{ live: false, command: "avb dev paypal check" },
  ...{ signal: new AbortController().signal, deadlineMs: 10_000 },
};

const HELD = { client_id: PAYPAL_PAIR.id, client_secret: PAYPAL_PAIR.secret, webhook_id: PAYPAL_WEBHOOK.id };
const FROM = "secret/agentvoicebox/backend/paypal in Vault";

/** A live stack whose Vault was opened; nothing answers there yet. */
async function liveStack(variables: Readonly<Record<string, string>> = {}): Promise<FakeWorld> {
  const world = fakeWorld({ env: { AVB_STATE_DIR: "/state", ...variables } });
  world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
  const checkout = await openCheckout(world);
  world.files.put(checkout.state.containers, JSON.stringify({ mode: "live", with: [], without: [], usable: {} }));
  world.files.put(checkout.state.vault, JSON.stringify({ unsealKey: "k", rootToken: "s.root" }));
  return world;
}

/** Lets its Vault hold this at PayPal's place; nothing else may be asked. */
const hold = (world: FakeWorld, data: Readonly<Record<string, string>>) =>
  world.servers.set("http://127.0.0.1:65003", ({ url, headers }) => {
    expect([url.pathname, headers["X-Vault-Token"]]).toEqual([
      "/v1/secret/data/agentvoicebox/backend/paypal",
      "s.root",
    ]);
    return { status: 200, headers: {}, body: JSON.stringify({ data: { data } }) };
  });

test("credentials that a live stack's Vault holds are found, and a Vault that does not answer is told, which is no error", async () => {
  const server = await paypalServer();
  const world = await liveStack({ AVB_PAYPAL_URL: server.url });
  Object.assign(world, { outside: outsideHttp });
  const unread = await paypalCheck(world, wishes);
  expect(unread).toMatchObject({
    state: "not configured",
    unread: expect.stringMatching(/^secret\/.* in Vault could not/),
  });
  hold(world, HELD);
  expect(await paypalCheck(world, wishes)).toMatchObject({
    state: "ok",
    environment: "sandbox",
    from: FROM,
    webhook: "known",
  });
  world.files.put("/home/dev/shop/.env", `PAYPAL_CLIENT_ID=${PAYPAL_PAIR.id}\n`);
  await expect(paypalCheck(world, wishes)).rejects.toMatchObject({ code: "PAYPAL_HALF" });
});

/** PayPal's variables as `avb dev env` has them, and what it says beside them. */
async function told(world: FakeWorld, reveal = true) {
  const { report, cautions } = await env(world, {
    ...{ overrides: {}, reveal },
    wishes: { view: "host", services: ["paypal"], renames: ["PAYPAL_WEBHOOK_ID=HOOK"] },
  });
  const values = Object.fromEntries(report.variables.map(({ name, value }) => [name, value]));
  return { values, withheld: report.withheld, cautions: cautions.filter((one) => one.includes("PayPal")) };
}

const NONE = {
  ...{ PAYPAL_CLIENT_ID: "not-configured", PAYPAL_CLIENT_SECRET: "not-configured", HOOK: undefined },
  ...{ PAYPAL_ENVIRONMENT: "sandbox", PAYPAL_ENABLED: "false" },
};

describe("the variables of PayPal in a live stack", () => {
  test("have what its Vault holds, and say that payments are on", async () => {
    const world = await liveStack();
    hold(world, HELD);
    expect(await told(world)).toEqual({
      values: {
        ...{ PAYPAL_CLIENT_ID: PAYPAL_PAIR.id, PAYPAL_CLIENT_SECRET: PAYPAL_PAIR.secret, HOOK: PAYPAL_WEBHOOK.id },
        ...{ PAYPAL_ENVIRONMENT: "sandbox", PAYPAL_ENABLED: "true" },
      },
      ...{ withheld: [], cautions: [] },
    });
    const shown = await told(world, false);
    expect(shown.withheld).toEqual(["PAYPAL_CLIENT_SECRET", "HOOK"]);
    expect(JSON.stringify(shown)).not.toContain(PAYPAL_PAIR.secret);
  });

  test("are those of nobody where Vault holds none, which is normal and not worth a word", async () => {
    const world = await liveStack();
    for (const data of [{}, { client_id: "not-configured", client_secret: "$\u{7B}SECRET}" }]) {
      hold(world, data);
      expect(await told(world)).toMatchObject({ values: NONE, cautions: [] });
    }
  });

  test.each([
    ["half of a pair", { client_id: "a" }, "has no PAYPAL_CLIENT_SECRET"],
    ["an environment that there is not", { ...HELD, environment: "prod" }, "neither sandbox nor live"],
    ["credentials of real money", { ...HELD, environment: "live" }, "AVB_ALLOW_LIVE_PAYMENTS=1 would allow"],
  ])("are those of nobody where Vault holds %s, and why is said", async (_what, data, why) => {
    const world = await liveStack();
    hold(world, data);
    const { values, cautions } = await told(world);
    expect(values).toEqual(NONE);
    expect(cautions).toEqual([expect.stringContaining(`PayPal counts as not configured: ${FROM} has `)]);
    expect(cautions[0]).toContain(why);
    expect(cautions[0]).not.toContain(PAYPAL_PAIR.secret);
  });

  test("are those of nobody where Vault does not answer; real money is taken when a person means it", async () => {
    expect(await told(await liveStack())).toMatchObject({
      values: NONE,
      cautions: [expect.stringContaining(`${FROM} could not be read`)],
    });
    const meant = await liveStack({ AVB_ALLOW_LIVE_PAYMENTS: "1" });
    hold(meant, { ...HELD, environment: "live" });
    expect((await told(meant)).values).toMatchObject({ PAYPAL_ENVIRONMENT: "live", PAYPAL_ENABLED: "true" });
  });

  test("are asked of no Vault that was not started, and of none for another service's variables", async () => {
    const world = await liveStack();
    await world.files.remove((await openCheckout(world)).state.containers);
    const asked = () => world.requests.filter(({ url }) => url.port === "65003");
    await env(world, {
      overrides: { mode: "live" },
      wishes: { view: "host", services: [], renames: [] },
      reveal: false,
    });
    expect(asked()).toEqual([]);
    const running = await liveStack();
    await env(running, { overrides: {}, wishes: { view: "host", services: ["redis"], renames: [] }, reveal: false });
    expect(running.requests.filter(({ url }) => url.port === "65003")).toEqual([]);
  });
});

test("the team's own pair counts before the one in Vault", async () => {
  const kept = {
    values: new Map([
      ["PAYPAL_CLIENT_ID", "b"],
      ["PAYPAL_ENVIRONMENT", "live"],
    ]),
    from: FROM,
  };
  const extra = { values: { PAYPAL_CLIENT_ID: "a", PAYPAL_CLIENT_SECRET: "s" }, from: ".devenvrc" };
  const given = (name: string, text: string) =>
    ({ name, service: "paypal", required: true, secret: false, value: { kind: "text", text } }) as const;
  const variables = [given("PAYPAL_CLIENT_ID", "a"), given("PAYPAL_ENVIRONMENT", "sandbox")];
  expect(followPayments(variables, { extra, renames: [], livePayments: true, kept })).toEqual(variables);
});
