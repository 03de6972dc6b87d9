import { readdirSync, readFileSync } from "node:fs";
import { type Behaviour, type FakeContainer, viewOf } from "./fake-container.ts";
import { giveEngine } from "./fake-world.ts";
import { lifecycleWorld } from "./lifecycle-world.ts";

const COMPOSE = new URL("../../compose/", import.meta.url);

/** How a container answers what its service is asked while it is well. */
const WELL: Readonly<Record<string, string>> = { postgres: "42\n42\n42\n42", redis: "OK", temporal: "" };

/** Asked by a role for JSON: there is no table of an application's. */
const isPsql = (command: readonly string[]): boolean => command[3] === "psql";

/** The first bytes that the service sends back to those of its own protocol. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  postgres: { "\0\0\0\x08\x04\xd2\x16\x2f": "N" },
  redis: { "PING\r\n": "+PONG\r\n" },
};

/** Behaves as the service does that is well, with what a test adds. */
export const well = (service: string, more: Behaviour = {}): Behaviour => ({
  exec: (command) => ({ exitCode: 0, stdout: isPsql(command) ? "[]\n" : `${WELL[service] ?? ""}\n`, stderr: "" }),
  tcp: (sent) => ANSWERS[service]?.[sent],
  ...more,
});

/** A fake world with an engine that has the images of PostgreSQL, Redis and Temporal, all of them well; `with` names what `up` starts beside the sandbox server. */
export function liveWorld() {
  const lifecycle = lifecycleWorld();
  const { world, up } = lifecycle;
  for (const name of readdirSync(COMPOSE))
    world.files.put(`/avb/compose/${name}`, readFileSync(new URL(name, COMPOSE), "utf8"));
  const engine = giveEngine(world);
  engine.have("postgres:17", "redis:8.0", "temporalio/temporal:1.5.1");
  for (const service of Object.keys(WELL)) engine.behave(`-${service}`, well(service));
  const namespace = { namespaceInfo: { state: "NAMESPACE_STATE_REGISTERED" } };
  world.servers.set("http://127.0.0.1:65009", () => ({ status: 200, headers: {}, body: JSON.stringify(namespace) }));
  world.onExchange = (port, sent) => {
    const isThere = (one: FakeContainer) => [...viewOf(one, world.nowMs).ports.values()].includes(port);
    const one = [...engine.byName.values()].find(
      (other) => isThere(other) && viewOf(other, world.nowMs).life === "running",
    );
    return one?.behaviour.tcp?.(sent);
  };
  const named = (service: string) => [...engine.byName.values()].find(({ name }) => name.endsWith(`-${service}`));
  return {
    ...{ ...lifecycle, engine, named },
    /** Ends a container behind avb's back, as `docker stop` or a reboot does. */
    stopContainer: async (service: string) => world.containers.stop(named(service)?.id ?? "", { timeoutMs: 1000 }),
    upWith: (...services: readonly string[]) => up({ mode: "sandbox", with: services }),
  };
}
