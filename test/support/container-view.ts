import { expect } from "vitest";
import { composedApplication } from "./composed-application.ts";
import type { LiveStack } from "./live-stack.ts";

/** Questions of an application's container, in its own words: `http` by fetch, `says` by bytes over a plain connection. */
const ASKING = `
const net = require("node:net");
const { env } = process;
const http = async (url, headers = {}) => {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(15000) });
  return answer.status + " " + (await answer.text());
};
const says = (place, bytes) => new Promise((resolve, reject) => {
  const [host, port] = place.split(":");
  const socket = net.connect({ host, port: Number(port), timeout: 15000 }, () => socket.write(bytes));
  socket.on("data", (data) => { socket.destroy(); resolve(data.toString("latin1")); });
  socket.on("error", reject).on("timeout", () => reject(new Error("silence"))).on("close", () => reject(new Error("closed")));
});
const grpc = (place, path) => new Promise((resolve, reject) => {
  const session = require("node:http2").connect("http://" + place).on("error", reject);
  const call = session.request({ ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers" });
  call.on("trailers", (trailers) => { session.close(); resolve("grpc-status " + trailers["grpc-status"]); });
  call.on("response", (head) => head["grpc-status"] && resolve("grpc-status " + head["grpc-status"])).on("error", reject);
  call.resume().end(Buffer.alloc(5));
});
/** ApiVersions, version 0, of a client without a name. */
const KAFKA = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 255, 255]);
const POSTGRES_TLS = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
`;

/** Each variable that leads to a service of live, how it is asked, and what shows that it is that service. */
const ASKED: Readonly<Record<string, readonly [question: string, answer: RegExp]>> = {
  KEYCLOAK_URL: [
    'http(env.KEYCLOAK_URL + "/realms/master/.well-known/openid-configuration")',
    /^200 .*"issuer":"http:\/\/[a-z]+:\d+\/realms\/master"/,
  ],
  VAULT_ADDR: ['http(env.VAULT_ADDR + "/v1/sys/health")', /^200 .*"sealed":false/],
  OPA_URL: ['http(env.OPA_URL + "/health")', /^200 \{\}/],
  LAGO_API_URL: [
    'http(env.LAGO_API_URL + "/api/v1/plans", { authorization: "Bearer " + env.LAGO_API_KEY })',
    /^200 \{"plans":\[/,
  ],
  TEMPORAL_HOST: ['grpc(env.TEMPORAL_HOST, "/grpc.health.v1.Health/Check")', /^grpc-status 0$/],
  KAFKA_BOOTSTRAP_SERVERS: [
    'says(env.KAFKA_BOOTSTRAP_SERVERS, KAFKA).then((text) => Buffer.from(text, "latin1").toString("hex"))',
    /^.{8}000000070000/,
  ],
  DB_HOST: ['says(env.DB_HOST + ":" + env.DB_PORT, POSTGRES_TLS)', /^N$/],
  REDIS_URL: ['says(new URL(env.REDIS_URL).host, "PING\\r\\n")', /^(\+PONG|-NOAUTH)/],
};

/** Places of this machine, of browsers and of the world outside, which are no service of the stack. */
const ELSEWHERE = /localhost|127\.0\.0\.1|host\.docker\.internal|https:\/\//;

/** Every address of the container's view leads an application's container to the service that it names. */
export async function expectEveryAddressToLead(stack: LiveStack): Promise<void> {
  const application = await composedApplication(stack, `app-${stack.root.split("-").at(-1)}`);
  const { variables } = await stack.json("env", "--view", "container", "--profile", "django");
  const leading = (variables as readonly { readonly name: string; readonly value?: string }[]).filter(
    ({ name, value = "" }) => (/:\d{2,5}\b/.test(value) || name.endsWith("_HOST")) && !ELSEWHERE.test(value),
  );
  // A variable that somebody adds is asked too, or this fails.
  expect(leading.map(({ name }) => name).sort()).toEqual(Object.keys(ASKED).sort());
  const questions = Object.entries(ASKED).map(([name, [question]]) => `${name}: ${question}`);
  const answers = await application.asks(`${ASKING}
    const all = Object.entries({ ${questions.join(",\n")} });
    const said = all.map(async ([name, it]) => [name, await it.catch((error) => String(error.cause ?? error))]);
    return JSON.stringify(Object.fromEntries(await Promise.all(said)));`);
  const said = JSON.parse(answers);
  for (const [name, [, answer]] of Object.entries(ASKED)) expect(said[name], name).toMatch(answer);
}
