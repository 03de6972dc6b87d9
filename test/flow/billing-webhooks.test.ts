import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startBilling } from "../support/billing.ts";
import { startReceiver } from "../support/webhook-receiver.ts";

/** An endpoint that takes messages and does not answer until it is told to. */
async function startHanging() {
  const held: ServerResponse[] = [];
  let answers = false;
  const server: Server = createServer((req: IncomingMessage, res: ServerResponse) => {
    req.resume();
    if (answers) res.end();
    else held.push(res);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    held,
    asked: () => once(server, "request"),
    recover: () => {
      answers = true;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function begun() {
  const billing = await startBilling("2026-11-01T00:00:00Z");
  const [receiver, hanging] = await Promise.all([startReceiver(), startHanging()]);
  onTestFinished(async () => {
    hanging.close();
    await Promise.all([billing.close(), receiver.close()]);
    expect(billing.failures).toEqual([]);
  });
  const endpoint = (webhook_url: string) =>
    billing.ask("POST", "/webhook_endpoints", { webhook_endpoint: { webhook_url } });
  const customer = (external_id: string) => billing.ask("POST", "/customers", { customer: { external_id } });
  return { billing, receiver, hanging, endpoint, customer };
}

test("an endpoint that hangs holds up none of the others", async () => {
  const { receiver, hanging, endpoint, customer } = await begun();
  await endpoint(hanging.url);
  await endpoint(receiver.url);
  const asked = hanging.asked();
  await customer("first");
  await asked;
  await receiver.next("customer.created");
  const began = performance.now();
  for (const id of ["second", "third"]) await customer(id);
  await expect.poll(() => receiver.received.length).toBe(3);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(hanging.held).toHaveLength(1);
});

test("a stop waits for no endpoint that hangs, and the next start brings the message again", async () => {
  const { billing, hanging, endpoint, customer } = await begun();
  await endpoint(hanging.url);
  const first = hanging.asked();
  await customer("first");
  const [request] = await first;
  const began = performance.now();
  await billing.restart();
  expect(performance.now() - began).toBeLessThan(1500);
  hanging.recover();
  const second = hanging.asked();
  await billing.resume();
  const [again] = await second;
  expect(again.headers["x-lago-unique-key"]).toBe(request.headers["x-lago-unique-key"]);
});
