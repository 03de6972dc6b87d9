import { expect } from "vitest";
import type { Planter } from "./breakage.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";
import type { Fields } from "./seeded-stack.ts";

const KEYCLOAK = "secret/data/agentvoicebox/backend/keycloak";
const LAGO = "secret/data/agentvoicebox/backend/lago";

async function drift(stack: LiveStack, ...services: readonly string[]) {
  const run = await stack.avb("drift", ...services, "--exit-code", "--json");
  const found: readonly { readonly drift: readonly Fields[] }[] = JSON.parse(run.stdout).data.services;
  return { status: run.status, drift: found.flatMap((one) => one.drift) };
}

/** What a person writes into Vault is what the next seeding sets in Keycloak; what Lago does not take is told. */
export async function expectCarried(stack: LiveStack, planter: Planter): Promise<void> {
  const client_secret = "a-person's-own-secret-0123456789";
  const before = (await planter.vault("GET", KEYCLOAK)).data.data;
  await planter.vault("POST", KEYCLOAK, { data: { ...before, client_secret } });
  expect(await drift(stack, "keycloak")).toMatchObject({
    status: 14,
    drift: [{ kind: "client", key: "agentvoicebox-backend", fields: [{ field: "secret" }] }],
  });
  expect(await stack.json("seed")).toMatchObject({ written: 1 });
  const [client] = await planter.keycloak("GET", "/clients?clientId=agentvoicebox-backend");
  expect((await planter.keycloak("GET", `/clients/${client.id}/client-secret`)).value).toBe(client_secret);
  expectDone(await stack.avb("token", "--user", "demo"));
  expectDone(await stack.avb("verify", "keycloak"));

  const held = (await planter.vault("GET", LAGO)).data.data;
  await planter.vault("POST", LAGO, { data: { ...held, api_key: "another" } });
  expect(await drift(stack, "lago")).toMatchObject({
    status: 14,
    drift: [{ kind: "api key", key: "lago/api-key", do: "blocked" }],
  });
  const { api_key: _, ...rest } = held;
  await planter.vault("POST", LAGO, { data: rest });
  await planter.vault("DELETE", "secret/metadata/agentvoicebox/backend/keycloak");
  expect(await stack.json("seed")).toMatchObject({ written: 3 });
  expect(await drift(stack)).toEqual({ status: 0, drift: [] });
}

/** A realm that somebody removed is a difference like any other, and comes back whole. */
export async function expectRealmBack(stack: LiveStack, planter: Planter): Promise<void> {
  await planter.keycloak("DELETE", "");
  const gone = await drift(stack);
  expect(gone.status).toBe(14);
  expect(gone.drift).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: "realm", key: "agentvoicebox", do: "create" })]),
  );
  expectDone(await stack.avb("seed"));
  expect(await drift(stack)).toEqual({ status: 0, drift: [] });
}

const PAYPAL = "agentvoicebox/backend/paypal";

/** PayPal's credentials that a person wrote into Vault are an application's, and gone with them. */
export async function expectPaypalGiven(stack: LiveStack, planter: Planter): Promise<void> {
  const given = async () => {
    const { variables } = await stack.json("env", "--service", "paypal", "--reveal");
    return new Map((variables as readonly Fields[]).map(({ name, value }) => [name, value]));
  };
  const none = await given();
  expect([none.get("PAYPAL_CLIENT_SECRET"), none.get("PAYPAL_ENABLED")]).toEqual(["not-configured", "false"]);
  const data = { client_id: "AZ-a-person's", client_secret: "EK-a-person's", webhook_id: "8PT597110X687430L" };
  await planter.vault("POST", `secret/data/${PAYPAL}`, { data });
  const some = await given();
  expect(Object.fromEntries(some)).toMatchObject({
    ...{ PAYPAL_CLIENT_ID: data.client_id, PAYPAL_CLIENT_SECRET: data.client_secret },
    ...{ PAYPAL_WEBHOOK_ID: data.webhook_id, PAYPAL_ENVIRONMENT: "sandbox", PAYPAL_ENABLED: "true" },
  });
  const printed = expectDone(await stack.avb("exec", "--", "printenv", "PAYPAL_CLIENT_SECRET"));
  expect(printed.stdout.trim()).toBe(data.client_secret);
  await planter.vault("DELETE", `secret/metadata/${PAYPAL}`);
  expect(await given()).toEqual(none);
}
