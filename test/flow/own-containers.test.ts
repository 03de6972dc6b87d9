import { describe, expect, test } from "vitest";
import { down } from "../../src/flows/down.ts";
import { env } from "../../src/flows/env.ts";
import { info } from "../../src/flows/info.ts";
import { listPorts } from "../../src/flows/ports.ts";
import { render } from "../../src/flows/render.ts";
import { status } from "../../src/flows/status.ts";
import { planUpOnly } from "../../src/flows/up.ts";
import { UP } from "../support/lifecycle-world.ts";
import { OWN, ownWorld } from "../support/own-world.ts";

const wishes = (view: "host" | "container") => ({ view, services: ["web"], renames: [] }) as const;
const JOB = 'services:\n  seed:\n    image: busybox:1.35\n    restart: "no"\n    command: [sh, -c, "true"]\n';

describe("a container of a team's own", () => {
  test("is part of the one plan, after what it needs", async () => {
    const { up, steps, named } = await ownWorld(OWN);
    const result = await up();
    const at = (id: string) => steps(result).indexOf(id);
    expect(at("start-web")).toBeGreaterThan(-1);
    expect(result.plan.find(({ id }) => id === "start-web")?.after).toContain("usable-postgres");
    expect(named("web")?.request).toMatchObject({ Image: "shop/web:1", User: "1000" });
    expect(steps(await up())).toEqual([]);
  });

  test("is told addresses as it reaches them, and secrets in files that it alone can read", async () => {
    const { up, named } = await ownWorld(OWN);
    await up();
    const { request, files } = named("web") ?? {};
    expect(request?.Env).toEqual([
      "DB=postgres:5432",
      "DB_PASSWORD_FILE=/run/secrets/postgres-agentvoicebox",
      "DB_URL_FILE=/run/secrets/web-db-url",
      "PRICE=$5",
    ]);
    const password = files?.get("/run/secrets/postgres-agentvoicebox");
    expect(password).toMatchObject({ uid: 1000, mode: 0o400, text: expect.stringMatching(/^[\w-]{32}$/) });
    expect(files?.get("/run/secrets/web-db-url")?.text).toBe(
      `postgresql://agentvoicebox:${password?.text}@postgres/shop`,
    );
    expect(JSON.stringify(request)).not.toContain(password?.text);
  });

  test("is bound to the loopback address, finds the machine, and keeps its data apart from avb's", async () => {
    const { up, named, engine } = await ownWorld(OWN);
    await up();
    expect(named("web")?.request.HostConfig).toMatchObject({
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "65049" }] },
      ExtraHosts: ["host.docker.internal:host-gateway"],
      CapDrop: ["ALL"],
      Binds: [expect.stringMatching(/^avb-shop-\w+_own-data:\/data$/)],
    });
    expect([...engine.volumes.keys()].some((name) => name.endsWith("_own-data"))).toBe(true);
  });

  test("is shown by status, info and ports, and gives the application its variables", async () => {
    const { up, world } = await ownWorld(OWN);
    await up();
    const seen = await status(world);
    expect(seen.services.find(({ service }) => service === "web")).toMatchObject({
      ...{ runs: "container", usable: true, address: "http://localhost:65049" },
    });
    const { services } = await info(world, { overrides: {}, service: "web", reveal: false });
    expect(services[0]?.items).toMatchObject([{ kind: "url", label: "http", text: "http://localhost:65049" }]);
    const { ports } = await listPorts(world);
    expect(ports.find(({ service }) => service === "web")).toMatchObject({ now: 65049, state: "ours", needed: true });
    const valueIn = async (view: "host" | "container") =>
      (await env(world, { overrides: {}, wishes: wishes(view), reveal: false })).report.variables[0]?.value;
    expect(await valueIn("host")).toBe("http://localhost:65049");
    expect(await valueIn("container")).toBe("http://web:8080");
  });

  test("is rendered with the others, without a secret", async () => {
    const { world } = await ownWorld(OWN);
    const { documents } = await render(world, { overrides: {}, services: [], profiles: false, version: "1.0.0" });
    expect(documents[0]?.containers).toEqual(["postgres", "web"]);
    expect(documents[0]?.text).toContain("PRICE: $$5");
    expect(documents[0]?.text).toContain("AVB_SECRET_WEB_DB_URL");
  });

  test("is left out by --without, and ended with the rest", async () => {
    const { up, world, named, tools } = await ownWorld(OWN);
    await up();
    await up({ without: ["web"], with: ["postgres"] });
    expect([named("web"), named("postgres")?.name]).toEqual([undefined, expect.any(String)]);
    await up({ without: [], with: [] });
    expect(named("web")).toBeDefined();
    expect((await down(tools)).containers).toHaveLength(2);
    expect((await status(world)).state).toBe("not running");
  });

  test("may have a port asked for, which is taken as in slot 0", async () => {
    const { up, named } = await ownWorld(`ports: {web.http: 65040}\n${OWN}`);
    await up();
    expect(named("web")?.request.HostConfig).toMatchObject({
      PortBindings: { "8080/tcp": [{ HostPort: "65040" }] },
    });
  });

  test("nothing is started before a person has allowed it, and other commands go on", async () => {
    const { up, world, engine } = await ownWorld(OWN);
    world.files.put("/home/dev/shop/.devenvrc", `${OWN}# edited\n`);
    await expect(up()).rejects.toMatchObject({ code: "NOT_TRUSTED", exitCode: 4, place: { file: expect.any(String) } });
    expect(engine.writes).toEqual([]);
    expect((await status(world)).services.map(({ service }) => service)).not.toContain("web");
  });

  test("a change of what it is told makes it anew, and leaves the others alone", async () => {
    const { up, steps, world, trust } = await ownWorld(OWN);
    await up();
    world.files.put("/home/dev/shop/.devenvrc", OWN.replace("PRICE: $5", "PRICE: $6"));
    await trust();
    expect(steps(await up()).filter((id) => id.startsWith("create-"))).toEqual(["create-web"]);
  });
});

describe("a job of a team's own", () => {
  test("is usable once it has ended with 0, and is not run again", async () => {
    const { up, steps, engine, world } = await ownWorld(JOB);
    engine.behave("-seed", { endsAfterMs: 3000 });
    const began = world.nowMs;
    await up();
    expect(world.nowMs - began).toBeGreaterThanOrEqual(3000);
    expect(steps(await up())).toEqual([]);
    const seen = (await status(world)).services.find(({ service }) => service === "seed");
    expect(seen).toMatchObject({ usable: true, containers: [{ life: "exited", exitCode: 0 }] });
  });

  test("that fails is told with its status", async () => {
    const { up, engine } = await ownWorld(JOB);
    engine.behave("-seed", { endsAfterMs: 500, exitCode: 3, logs: ["no such table"] });
    await expect(up()).rejects.toMatchObject({
      ...{ code: "SERVICE_CRASHED", exitCode: 8, detail: "no such table" },
      message: expect.stringContaining("seed ended with 3"),
    });
  });
});

test("a container that takes the place of its stand-in waits until the server has let go of the port", async () => {
  const { up, tools } = await ownWorld("users: []\n");
  await up();
  const { plan } = await planUpOnly(tools, { ...UP, with: ["keycloak"] });
  expect(plan.steps.find(({ id }) => id === "start-keycloak")?.after).toContain("end-server");
});
