import type { Checkout } from "../domain/checkout.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { LIVE_MS } from "../domain/live/limits.ts";
import type { Service } from "../domain/service.ts";
import type { ShellFacts } from "../domain/shell-facts.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { interrupted } from "./change-stack.ts";
import { dryWorld } from "./dry-world.ts";
import { liveSecrets } from "./live/live-secrets.ts";
import { serviceOf } from "./live/look-at-live.ts";
import { ownLabels } from "./live/observe-live.ts";
import { nameIn } from "./live/why-fallen.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";
import { requireInStack } from "./service-in-stack.ts";

/** What is asked of `shell`. */
export interface ShellRequest {
  readonly service: string;
  /** Words for the client; without them a prompt is opened. */
  readonly words: readonly string[];
  /** Aborted when a signal came before the client was started. */
  readonly signal: AbortSignal;
}

/** A container of the team's own says nothing of a client. */
const PLAIN: ShellFacts = { client: ["/bin/sh", "-c", 'exec "$0" "$@"'], prompt: ["/bin/sh"] };

/**
 * Opens a service's client inside its container with the terminal's own streams; answers its exit status. Credentials go
 * through the environment. NO_SHELL (2) for a service without a client, SERVICE_NOT_RUNNING (8) where it does not run.
 */
export async function shell(real: World, { service: name, words, signal }: ShellRequest): Promise<number> {
  const world = dryWorld(real);
  const checkout = await openCheckout(world);
  const stack = await resolveStack(world, checkout);
  const facts = factsOf(requireInStack(name, "avb dev shell", stack), checkout, stack);
  const container = await containerOf(world, checkout, { service: name, container: facts.container ?? name });
  const { client, after = [], prompt = client } = facts;
  const command = words.length === 0 ? prompt : [...client, ...words, ...after];
  const values = await valuesOf(world, checkout, facts);
  const { env, stdinIsTty, stdoutIsTty, cwd } = world.host;
  const options = [
    ...["--interactive", ...(stdinIsTty && stdoutIsTty ? ["--tty"] : [])],
    ...Object.keys(values).flatMap((variable) => ["--env", variable]),
  ];
  if (signal.aborted) throw interrupted(signal, "nothing was started", `avb dev shell ${name}`);
  const parent = Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  return world.shell.hand(["docker", "exec", ...options, container, ...command], {
    cwd,
    env: { ...parent, ...(await sameEngine(world)), ...values },
  });
}

function factsOf({ id, shell: facts, own }: Service, checkout: Checkout, { mode, running }: Stack): ShellFacts {
  if (running.has(id) && facts !== undefined) return facts;
  if (running.has(id) && own) return PLAIN;
  const able = catalogueOf(checkout).flatMap((one) => (one.shell === undefined && !one.own ? [] : [one.id]));
  if (able.includes(id))
    throw AvbError.of("SERVICE_NOT_RUNNING", {
      service: id,
      why: `the sandbox server stands in for it in mode ${mode}`,
      fix: `avb dev up --with ${id}`,
    });
  throw AvbError.of("NO_SHELL", { service: id, services: able.join(", "), example: able[0] ?? "postgres" });
}

async function containerOf(
  world: World,
  checkout: Checkout,
  { service, container }: { readonly service: string; readonly container: string },
): Promise<string> {
  const all = await world.containers.list(ownLabels(checkout), { timeoutMs: LIVE_MS.look });
  const found = all.find((one) => serviceOf(one) === service && nameIn(one) === container);
  if (found?.life === "running") return found.name;
  const why = found === undefined ? "its container is not there" : `its container is ${found.life}`;
  throw AvbError.of("SERVICE_NOT_RUNNING", { service, why, fix: "avb dev up" });
}

async function valuesOf(world: World, checkout: Checkout, { env = {} }: ShellFacts): Promise<Record<string, string>> {
  const secrets = await liveSecrets(world, checkout);
  const entries = Object.entries(env).map(async ([variable, pieces]) => {
    const texts = pieces.map(async (one) => (typeof one === "string" ? one : (await secrets.get(one.secret)).reveal()));
    return [variable, (await Promise.all(texts)).join("")] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const USUAL_SOCKET = "unix:///var/run/docker.sock";

/** Docker's own client does not look for the sockets of other engines; it is pointed at the one that avb has found. */
async function sameEngine({ engine, host }: World): Promise<Readonly<Record<string, string>>> {
  if (host.env.DOCKER_HOST || host.env.DOCKER_CONTEXT) return {};
  const address = await engine.facts(LIVE_MS.glance).then(
    (facts) => facts.address,
    () => USUAL_SOCKET,
  );
  return address.startsWith("unix://") && address !== USUAL_SOCKET ? { DOCKER_HOST: address } : {};
}
