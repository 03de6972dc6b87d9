import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { reference } from "../support/own-world.ts";

const MINUTES = 60_000;

/** Asks PostgreSQL and Redis over the network, as a program in a container would, and tells what came back. */
const SERVER = `
const { readFileSync } = require("node:fs");
const { connect } = require("node:net");
const { lookup } = require("node:dns/promises");
const said = (address, bytes) => new Promise((resolve, reject) => {
  const [host, port] = address.split(":");
  const socket = connect(Number(port), host, () => socket.write(bytes));
  socket.once("data", (data) => { resolve(data.toString().trim()); socket.destroy(); }).once("error", reject);
});
const answer = async () => ({
  postgres: await said(process.env.POSTGRES, Buffer.from("0000000804d2162f", "hex")),
  redis: await said(process.env.REDIS, "PING\\r\\n"),
  password: readFileSync(process.env.PASSWORD_FILE, "utf8").length,
  machine: (await lookup("host.docker.internal")).family,
});
require("node:http").createServer(async (_request, response) => response.end(JSON.stringify(await answer()))).listen(8080);
process.on("SIGTERM", () => process.exit(0));
`;

/** A migration as teams have them: a program that finds the database in its environment. */
const MIGRATE = `
import { execFileSync } from "node:child_process";
const [root, sql] = [process.cwd(), process.argv[2]];
const labels = ["avb.root=" + root, "avb.service=postgres"].flatMap((one) => ["--filter", "label=" + one]);
const id = execFileSync("docker", ["ps", "--quiet", ...labels], { encoding: "utf8" }).trim();
const { DB_USER, DB_NAME, DB_PASSWORD } = process.env;
const psql = ["psql", "-h", "127.0.0.1", "-U", DB_USER, "-d", DB_NAME, "-v", "ON_ERROR_STOP=1", "-qAtc", sql];
const env = { PATH: process.env.PATH, PGPASSWORD: DB_PASSWORD };
process.stdout.write(execFileSync("docker", ["exec", "--env", "PGPASSWORD", id, ...psql], { env }));
`;

const config = (rows: number) => `services:
  web:
    image: node:20-slim
    user: "1000"
    command: [node, -e, ${JSON.stringify(SERVER)}]
    ports: {http: 8080}
    probe: {port: http, path: /}
    needs: [postgres, redis]
    environment:
      POSTGRES: ${reference("endpoint:postgres.sql")}
      REDIS: ${reference("endpoint:redis")}
      PASSWORD: ${reference("secret:web/admin")}
    variables: {WEB_URL: "http://${reference("endpoint:web.http")}"}
  once:
    image: busybox:1.35
    restart: "no"
    command: [sh, -c, "echo done > /kept/mark"]
    volumes: [marks:/kept]
hooks:
  after_usable:
    run: [node, migrate.mjs, "CREATE TABLE IF NOT EXISTS item (id int); INSERT INTO item SELECT generate_series(1, ${rows})"]
    profile: django
  before_down: {run: [node, migrate.mjs, "SELECT count(*) FROM item"], profile: django}
`;

async function rows(stack: LiveStack): Promise<string> {
  const { id } = await stack.container("postgres");
  return docker("exec", id, "psql", "-U", "postgres", "-d", "agentvoicebox", "-qAtc", "SELECT count(*) FROM item");
}

needs(["engine", "dataImages", "nodeImage", "busyboxImage"], "a team's own containers and hooks", () => {
  test("come up with the stack, speak to it, migrate it, and go with it", { timeout: 5 * MINUTES }, async () => {
    const stack = await liveStack({ ".devenvrc": config(3), "migrate.mjs": MIGRATE });
    expect((await stack.avb("up", "--mode", "sandbox")).status).toBe(4);
    expect(await stack.leftovers()).toEqual([]);
    await stack.trust();
    expectDone(await stack.avb("up", "--mode", "sandbox"));
    expect(await rows(stack)).toBe("3");

    const { variables } = await stack.json("env", "--service", "web");
    expect(variables).toMatchObject([{ name: "WEB_URL", value: expect.stringMatching(/^http:\/\/localhost:\d+$/) }]);
    const url = Object(Object(variables)[0]).value;
    const answer = await (await fetch(String(url))).json();
    expect(answer).toEqual({ postgres: "N", redis: "+PONG", password: 32, machine: 4 });
    const { env } = JSON.parse(
      docker("inspect", (await stack.container("web")).id, "--format", '{"env":{{json .Config.Env}}}'),
    );
    expect(env.filter((entry: string) => entry.startsWith("PASSWORD"))).toEqual([
      "PASSWORD_FILE=/run/secrets/web-admin",
    ]);

    const before = await stack.ids();
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await stack.ids()).toEqual(before);
    expect(await stack.json("status")).toMatchObject({ state: "usable" });

    const ended = expectDone(await stack.avb("down"));
    expect(ended.stderr).toContain("hook-before_down | 3\n");
    stack.put(".devenvrc", config(4));
    await stack.trust();
    expectDone(await stack.avb("up", "--mode", "sandbox"));
    expect(await rows(stack)).toBe("7");
    expectDone(await stack.avb("down", "--no-hooks", "--volumes", "--yes"));
    expect(await stack.leftovers()).toEqual([]);
  });

  test("one that never becomes usable is told with what it wrote", { timeout: 3 * MINUTES }, async () => {
    const own = "services:\n  bad:\n    image: busybox:1.35\n    x-avb-ready: none\n";
    const stack = await liveStack({ ".devenvrc": `${own}    command: [sh, -c, "echo no model found; exit 4"]\n` });
    await stack.trust();
    const { status, stderr } = await stack.avb("up", "--mode", "sandbox");
    expect([status, stderr]).toEqual([8, expect.stringContaining("bad was restarted 3 times and ended with 4")]);
    expect(stderr).toContain("| no model found");
    expectDone(await stack.avb("down"));
  });
});

needs(["engine", "compose"], "what is rendered of them", () => {
  test("is taken by docker compose", { timeout: MINUTES }, async () => {
    const stack = await liveStack({ ".devenvrc": config(3), "migrate.mjs": MIGRATE });
    await stack.trust();
    expectDone(await stack.avb("render", "--mode", "sandbox", "--out", "."));
    const file = join(stack.root, "compose.yaml");
    const names = docker("compose", "--file", file, "--env-file", "/dev/null", "config", "--services");
    expect(names.split("\n").sort()).toEqual(["once", "postgres", "redis", "web"]);
    expect(readFileSync(file, "utf8")).not.toMatch(/password: \w{32}/i);
  });
});
