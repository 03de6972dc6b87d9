import { describe, expect, test } from "vitest";
import type { World } from "../../src/domain/world.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { type ShellRequest, shell } from "../../src/flows/shell.ts";
import { services } from "../../src/services/index.ts";
import { liveWorld } from "../support/live-world.ts";

async function opened({ tty = true } = {}) {
  const outside = liveWorld();
  const { world, upWith } = outside;
  await upWith("postgres", "redis");
  const handed: { command: readonly string[]; env: Readonly<Record<string, string>> }[] = [];
  const hand: World["shell"]["hand"] = async (command, { env }) => handed.push({ command, env }) + 40;
  const host = { ...world.host, stdinIsTty: tty, stdoutIsTty: tty };
  Object.assign(world, { host, shell: { ...world.shell, hand } });
  const open = (service: string, more: Partial<ShellRequest> = {}) =>
    shell(world, { service, words: [], signal: new AbortController().signal, ...more });
  return { ...outside, open, handed };
}

describe("shell", () => {
  test("opens psql in the container, with the password in its environment and on no command line", async () => {
    const { world, open, named, handed } = await opened();
    expect(await open("postgres")).toBe(41);
    const [call] = handed;
    expect(call?.command).toEqual([
      ...["docker", "exec", "--interactive", "--tty", "--env", "PGPASSWORD", named("postgres")?.name],
      ...["psql", "-h", "127.0.0.1", "-U", "agentvoicebox", "-d", "agentvoicebox"],
    ]);
    const password = (await openLocalSecrets(world, await openCheckout(world))).get("postgres/agentvoicebox").reveal();
    expect(call?.env.PGPASSWORD).toBe(password);
    expect(JSON.stringify(call?.command)).not.toContain(password);
  });

  test("without a terminal takes what is piped in, and words go to the client", async () => {
    const { open, handed } = await opened({ tty: false });
    await open("redis", { words: ["get", "a key"] });
    expect(handed[0]?.command).toEqual([
      ...["docker", "exec", "--interactive", expect.stringContaining("-redis")],
      ...["redis-cli", "get", "a key"],
    ]);
  });

  test("what the sandbox server stands in for, what is stopped, and what has no client are told apart", async () => {
    const { open, stopContainer, handed } = await opened();
    await expect(open("keycloak")).rejects.toMatchObject({
      ...{ code: "SERVICE_NOT_RUNNING", exitCode: 8 },
      message: expect.stringContaining("the sandbox server stands in for it"),
    });
    await expect(open("lago")).rejects.toMatchObject({ code: "NO_SHELL", exitCode: 2 });
    await expect(open("vault")).rejects.toMatchObject({ code: "SERVICE_NOT_HERE", exitCode: 2 });
    await stopContainer("redis");
    await expect(open("redis")).rejects.toMatchObject({ code: "SERVICE_NOT_RUNNING" });
    expect(handed).toEqual([]);
  });

  test("an engine that docker's client would not find is named to it", async () => {
    const { world, open, handed } = await opened();
    world.engineFacts = { version: "28.0.0", address: "unix:///home/dev/.colima/docker.sock" };
    await open("redis");
    expect(handed[0]?.env.DOCKER_HOST).toBe("unix:///home/dev/.colima/docker.sock");
  });
});

test("no client of the catalogue is given a secret by a word of its command", () => {
  const clients = services.flatMap((service) => ("shell" in service ? [service.shell] : []));
  expect(clients.length).toBeGreaterThan(5);
  for (const { client, prompt, after } of clients.map((one) => ({ prompt: [], after: [], ...one })))
    for (const word of [...client, ...prompt, ...after]) expect(typeof word).toBe("string");
});
