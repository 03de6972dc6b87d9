import { describe, expect, test } from "vitest";
import type { LogEntry } from "../../src/domain/log-entry.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { type LogsOptions, logs } from "../../src/flows/logs.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { logDrawer } from "../../src/ui/log-line.ts";
import { liveWorld, well } from "../support/live-world.ts";

/** A stack with Redis and PostgreSQL that have written this, and a reader of its logs. */
async function reading(written: Readonly<Record<string, readonly string[]>> = {}) {
  const outside = liveWorld();
  const { world, engine, upWith } = outside;
  await upWith("redis", "postgres");
  for (const [service, lines] of Object.entries(written)) engine.behave(`-${service}`, well(service, { logs: lines }));
  world.files.put(world.detached[0]?.options.log ?? "", "");
  const entries: LogEntry[] = [];
  const stop = new AbortController();
  const read = (options: Partial<LogsOptions> = {}) =>
    logs(world, { tail: 100, follow: false, signal: stop.signal, line: (_, entry) => entries.push(entry), ...options });
  const told = () => entries.map(({ source, text }) => `${source}: ${text}`);
  return { ...outside, entries, told, read, stop };
}

describe("logs of containers", () => {
  test("are merged with the server's by time, each line with the name of who wrote it", async () => {
    const { world, read, told, named } = await reading({ postgres: ["one", "two", "three"] });
    const time = new Date((named("postgres")?.startedAtMs ?? 0) + 1).toISOString();
    world.files.put(world.detached[0]?.options.log ?? "", `${time} in between\n`);
    await read({ services: ["postgres", "sandbox"] });
    const between = `sandbox: ${time} in between`;
    expect(told()).toEqual(["postgres: one", between, "postgres: two", "postgres: three"]);
  });

  test("are cut to the last lines of all together", async () => {
    const { read, told } = await reading({ postgres: ["one", "two", "three"] });
    expect((await read({ services: ["postgres"], tail: 2 })).lines).toBe(2);
    expect(told()).toEqual(["postgres: two", "postgres: three"]);
  });

  test("have neither a secret of the stack nor a control character in them", async () => {
    const { world, engine, read, told } = await reading();
    const checkout = await openCheckout(world);
    const local = await openLocalSecrets(world, checkout);
    const [superuser, password] = ["postgres/superuser", "postgres/keycloak"].map((name) => local.get(name).reveal());
    world.files.put(
      checkout.state.vault,
      JSON.stringify({ unsealKey: "k".repeat(40), rootToken: "hvs.root-token-of-test" }),
    );
    const written = [
      `password is ${superuser}`,
      `\u001b[31mred\u001b[0m ${password}\u0007 ${btoa(superuser ?? "")}`,
      "token hvs.root-token-of-test",
      "-----BEGIN RSA PRIVATE KEY-----",
      "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu",
      "-----END RSA PRIVATE KEY-----",
      "after the key",
    ];
    engine.behave("-redis", well("redis", { logs: written }));
    await read({ services: ["redis"] });
    expect(told().map((line) => line.replace("redis: ", ""))).toEqual([
      "password is [redacted]",
      "red [redacted]\\u{7} [redacted]",
      "token [redacted]",
      ...["[redacted]", "[redacted]", "[redacted]"],
      "after the key",
    ]);
  });

  test("can be picked by level, text, and age; what follows a line belongs to its level", async () => {
    const { world, read, told, entries } = await reading({
      postgres: ["2026-03-01 LOG:  ready", "2026-03-01 ERROR:  no such table", "STATEMENT:  select", "INFO: again"],
      redis: ["1:M 01 Mar 2026 10:00:00.000 # Memory overcommit", '{"level":"debug","msg":"x"}'],
    });
    await read({ level: "warn" });
    expect(told()).toEqual([
      expect.stringContaining("Memory overcommit"),
      expect.stringContaining("no such table"),
      "postgres: STATEMENT:  select",
    ]);
    entries.length = 0;
    await read({ matches: (text) => text.includes("again") });
    expect(told()).toEqual(["postgres: INFO: again"]);
    entries.length = 0;
    await read({ sinceMs: world.nowMs + 1000 });
    expect(told()).toEqual([]);
  });

  test("are followed across a restart, and no line is told twice", async () => {
    const { world, engine, read, told, stop, named } = await reading({ redis: ["one"] });
    const following = read({ services: ["redis"], follow: true });
    await expect.poll(told, { timeout: 8000 }).toEqual(["redis: one"]);
    engine.behave("-redis", well("redis", { logs: ["one", "two"] }));
    await expect.poll(told, { timeout: 8000 }).toEqual(["redis: one", "redis: two"]);
    const { id = "" } = named("redis") ?? {};
    await world.containers.stop(id, { timeoutMs: 1000 });
    world.nowMs += 5000;
    engine.behave("-redis", well("redis", { logs: ["anew"] }));
    await world.containers.start(id, { timeoutMs: 1000 });
    await expect.poll(told, { timeout: 8000 }).toEqual(["redis: one", "redis: two", "redis: anew"]);
    stop.abort("SIGINT");
    expect((await following).lines).toBe(3);
  });

  test("of a service that is unknown, or has no part in the stack, are refused", async () => {
    const { read } = await reading();
    await expect(read({ services: ["redsi"] })).rejects.toMatchObject({ code: "SERVICE_UNKNOWN", exitCode: 2 });
    await expect(read({ services: ["vault"] })).rejects.toMatchObject({ code: "SERVICE_NOT_HERE", exitCode: 2 });
  });
});

test("names stand in one column and have a colour each, or none", () => {
  const plain = logDrawer({ colour: false });
  expect(plain({ source: "redis", level: "info", text: "a" })).toBe("redis    │ a");
  const coloured = logDrawer({ colour: true });
  const [one, two] = ["redis", "postgres"].map((source) => coloured({ source, level: "info", text: "a" }));
  expect(one).toBe("\u001b[36mredis    │\u001b[0m a");
  expect(two).toBe("\u001b[33mpostgres │\u001b[0m a");
});
