import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { composedApplication } from "../support/composed-application.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { type Received, startReceiver } from "../support/webhook-receiver.ts";

const MINUTES = 60_000;
/** Lago, and Redis as something that it has nothing to do with. */
const UP = ["up", "--mode", "live", "--without", "keycloak,vault,temporal,opa,postgres"] as const;

/** A call of the billing API as an application on this machine makes it. */
async function lago(stack: LiveStack, path: string, body?: object) {
  const { variables } = await stack.json("env", "--service", "lago", "--reveal");
  const values = variables as readonly { readonly name: string; readonly value?: string }[];
  const text = (name: string) => values.find((one) => one.name === name)?.value ?? "";
  const headers = { authorization: `Bearer ${text("LAGO_API_KEY")}`, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  return fetch(`${text("LAGO_API_URL")}/api/v1${path}`, init);
}

/** Whether a webhook is signed with the key of this checkout, over its very text. */
function isSigned(stack: LiveStack, { headers, body }: Received): boolean {
  const { rsaPrivateKey } = JSON.parse(readFileSync(join(stack.stateFolder(), "lago.json"), "utf8"));
  const key = createPublicKey(Buffer.from(rsaPrivateKey, "base64").toString());
  const [head = "", claims = "", signature = ""] = String(headers["x-lago-signature"]).split(".");
  const { data, iss } = JSON.parse(Buffer.from(claims, "base64url").toString());
  expect([data, iss]).toEqual([body, expect.stringMatching(/^http:\/\/localhost:63\d{3}$/)]);
  return verify("RSA-SHA256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"));
}

const networksOf = (id: string): readonly string[] =>
  Object.keys(JSON.parse(docker("inspect", "--format", "{{json .NetworkSettings.Networks}}", id))).sort();

const addressOn = (id: string, network: string): string =>
  docker("inspect", "--format", `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`, id);

/** A program that tells whether a host answers at a port. */
const reach = (host: string, port: number): string =>
  `return new Promise((resolve) => {
    const socket = require("node:net").connect({ host: "${host}", port: ${port}, timeout: 2000 });
    const say = (what) => (socket.destroy(), resolve(what));
    socket.on("connect", () => say("reached")).on("timeout", () => say("silence")).on("error", (error) => say(error.code));
  });`;

needs(["engine", "compose", "nodeImage", "dataImages"], "Lago's stand-in in the real engine", () => {
  test("is used only where that is allowed, says what it is, keeps its data, and is all that is left of Lago", {
    timeout: 6 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    const refused = await stack.avb(...UP);
    expect(refused).toMatchObject({ status: 5, stdout: "" });
    expect(refused.stderr).toMatch(
      /getlago\/(api|front):v1\.50\.0.*--allow-standin.*docker pull getlago.*--without lago.*\[IMAGE_HAS_STANDIN\]/,
    );
    expect(await stack.leftovers()).toEqual([]);

    const up = expectDone(await stack.avb(...UP, "--allow-standin"));
    expect(up.stderr).toContain("lago is avb's stand-in, not the real image");
    expect(up.stdout).toContain("Lago (avb's stand-in, not the real image)");
    const api = await stack.container("lago-api");
    expect(api.labels["avb.standin"]).toBe("true");
    const shown = docker("inspect", api.id);
    const key = docker("exec", api.id, "cat", "/run/secrets/lago-api-key");
    expect(key.length).toBeGreaterThan(20);
    expect(shown).not.toContain(key);
    expect((await stack.avb("status")).stdout).toMatch(/Lago .*avb's stand-in/);
    expect((await stack.avb("list")).stdout).toContain("stand-in for lago");
    expect((await stack.avb("env", "--service", "lago")).stdout).toMatch(/^# lago is avb's stand-in/);

    expect((await lago(stack, "/customers", { customer: { external_id: "acme" } })).status).toBe(200);
    expect(await stack.json("up")).toMatchObject({ mode: "live", plan: [] });
    expectDone(await stack.avb("down"));
    expectDone(await stack.avb(...UP, "--allow-standin", "--no-pull"));
    expect((await lago(stack, "/customers/acme")).status).toBe(200);
  });

  test("brings webhooks to an application on the machine and in a container, and meets nobody else", {
    timeout: 6 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb(...UP, "--allow-standin"));
    const slug = `avb-${basename(stack.root)}-${stack.slot}`;
    const [api, redis] = [await stack.container("lago-api"), await stack.container("redis")];
    const closed = `${slug}-lago-closed`;
    expect(networksOf(api.id)).toEqual([`${slug}-lago`, closed]);
    expect(networksOf(redis.id)).toEqual([slug]);

    const application = await composedApplication(stack, "avb-test-lago");
    const health = "return (await fetch(process.env.LAGO_API_URL + '/health')).status;";
    expect(await application.asks(health)).toBe("200");
    expect(await application.asks("return process.env.LAGO_API_URL;")).toBe("http://lago-api:3000");
    expect(await application.asks(reach("redis", 6379))).toBe("reached");
    expect(await application.asks(reach(addressOn(api.id, closed), 3000))).not.toBe("reached");

    const inside = (host: string, port: number) =>
      docker("exec", api.id, "node", "-e", `(async () => { ${reach(host, port)} })().then(console.log)`);
    expect(inside("redis", 6379)).not.toBe("reached");
    expect(inside(addressOn(redis.id, slug), 6379)).not.toBe("reached");

    const gateway = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}");
    const onMachine = await startReceiver(gateway);
    onTestFinished(() => onMachine.close());
    const port = new URL(onMachine.url).port;
    for (const webhook_url of [`http://host.docker.internal:${port}/hooks`, "http://web:8000/hooks"])
      expect((await lago(stack, "/webhook_endpoints", { webhook_endpoint: { webhook_url } })).status).toBe(200);
    expect((await lago(stack, "/customers", { customer: { external_id: "acme" } })).status).toBe(200);
    expect(isSigned(stack, await onMachine.next("customer.created"))).toBe(true);
    const arrived = () =>
      application
        .log()
        .split("\n")
        .filter((line) => line.includes("customer.created"));
    await expect.poll(arrived, { timeout: 20_000 }).toHaveLength(1);
    expect(isSigned(stack, { ...JSON.parse(arrived()[0] ?? ""), type: "" })).toBe(true);
  });

  test("leaves the application with the sandbox's billing API where Lago is left out", {
    timeout: 4 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb(...UP.slice(0, -1), `${UP.at(-1)},lago`, "--for-containers"));
    expect((await stack.containers()).map(({ name }) => name.replace(/^.*-/, ""))).toEqual(["redis"]);
    const { variables } = await stack.json("env", "--service", "lago");
    expect(variables).toContainEqual(expect.objectContaining({ name: "LAGO_MOCK", value: "true" }));
    expect((await lago(stack, "/plans")).headers.get("x-avb-mock")).toBe("lago");
    const application = await composedApplication(stack, "avb-test-lago");
    expect(await application.asks("return (await fetch(process.env.LAGO_API_URL + '/health')).status;")).toBe("200");
  });
});
