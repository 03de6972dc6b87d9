import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** How the server behaves to the next requests: as PayPal does, or as what stands between it and us. */
export type PaypalMood = "well" | "html" | "slow" | "cut" | "strange" | "busy";

/** A server of this machine that answers as PayPal's API (facts of its REST reference). */
export interface PaypalServer {
  readonly url: string;
  mood: PaypalMood;
  /** What was asked: method, path and body. */
  readonly asked: string[];
}

/** The pair it knows. */
export const PAYPAL_PAIR = { id: "AZ-sandbox-client", secret: "EK-canary-paypal-secret" } as const;
/** The webhook it knows, and the signature that it takes for its own. */
export const PAYPAL_WEBHOOK = { id: "WH-1234", signature: "a-good-signature" } as const;

const TOKEN = "A21AA-canary-token";
const BASIC = `Basic ${btoa(`${PAYPAL_PAIR.id}:${PAYPAL_PAIR.secret}`)}`;

/** Starts it for one test. */
export async function paypalServer(): Promise<PaypalServer> {
  const state: { mood: PaypalMood; asked: string[] } = { mood: "well", asked: [] };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      state.asked.push(`${request.method} ${request.url} ${body}`);
      answer(state.mood, { request, response, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
}

function answer(mood: PaypalMood, exchange: Exchange): void {
  const { response } = exchange;
  if (mood === "slow") return;
  if (mood === "html") send(response, 200, "<html>Sign in to the network</html>", "text/html");
  else if (mood === "busy") send(response, 503, "<html>Busy</html>", "text/html");
  else if (mood === "strange") send(response, 200, "{}");
  else if (mood === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"access_token": "half');
    setTimeout(() => response.destroy(), 20);
  } else answerWell(exchange);
}

function answerWell(exchange: Exchange): void {
  const { request, response } = exchange;
  const { url, headers } = request;
  if (url === "/v1/oauth2/token") answerToken(exchange);
  else if (headers.authorization !== `Bearer ${TOKEN}`) send(response, 401, { name: "AUTHENTICATION_FAILURE" });
  else if (url === "/v1/notifications/webhooks")
    send(response, 200, { webhooks: [{ id: PAYPAL_WEBHOOK.id, url: "https://shop.example/paypal" }] });
  else answerSignature(exchange);
}

function answerToken({ request: { headers }, response, body }: Exchange): void {
  const knows = headers.authorization === BASIC && body === "grant_type=client_credentials";
  if (knows) send(response, 200, { access_token: TOKEN, token_type: "Bearer", expires_in: 32400, scope: "openid" });
  else send(response, 401, { error: "invalid_client", error_description: "Client Authentication failed" });
}

function answerSignature({ response, body }: Exchange): void {
  const { webhook_id, transmission_sig } = JSON.parse(body);
  const isOurs = webhook_id === PAYPAL_WEBHOOK.id && transmission_sig === PAYPAL_WEBHOOK.signature;
  send(response, 200, { verification_status: isOurs ? "SUCCESS" : "FAILURE" });
}

function send(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "content-type": type });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
