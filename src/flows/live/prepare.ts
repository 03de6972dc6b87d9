import type { Checkout } from "../../domain/checkout.ts";
import { databasesFailed } from "../../domain/databases-failed.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import type { World } from "../../domain/world.ts";
import { openVault } from "./open-vault.ts";
import type { Probed } from "./probe.ts";

/** What a service that answers still needs before an application can use it. */
export interface Preparation {
  readonly title: string;
  readonly because: string;
  /** Begins when the service's first probe is good, unless the service cannot be good without it. */
  readonly begins: "answering" | "started";
  run(world: World, checkout: Checkout, of: Probed): Promise<void>;
}

/** By service; it runs after each start and changes nothing the second time. */
export const PREPARATIONS: Readonly<Record<string, Preparation>> = {
  postgres: {
    title: "make the roles and databases that are missing",
    because: "an image makes them on an empty volume only",
    begins: "answering",
    run: async (world, _checkout, { ids }) => {
      const id = ids.get("postgres") ?? "";
      const script = "/docker-entrypoint-initdb.d/10-databases.sql";
      const done = await world.containers.exec(
        id,
        ["psql", "-U", "postgres", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "-f", script],
        { timeoutMs: LIVE_MS.slowAnswer },
      );
      if (done.exitCode !== 0) throw databasesFailed(done);
    },
  },
  vault: {
    title: "initialise or unseal Vault",
    because: "it starts sealed",
    begins: "started",
    run: async (world, checkout, { ports, signal }) => {
      await untilItListens(world, ports.get("http") ?? 0, signal);
      await openVault(world, checkout, ports.get("http") ?? 0);
    },
  },
};

/** Sealed or not, it answers. */
async function untilItListens(world: World, port: number, signal?: AbortSignal): Promise<void> {
  const deadline = world.clock.now() + LIVE_MS.slowAnswer;
  for (;;) {
    const url = `http://127.0.0.1:${port}/v1/sys/seal-status`;
    const answer = await world.http.request({ url, timeoutMs: LIVE_MS.answer }).catch((error: unknown) => error);
    const status = Number(Object(answer).status ?? 0);
    if (status === 200) return;
    if (world.clock.now() > deadline)
      throw AvbError.of("VAULT_REFUSED", {
        what: "sys/seal-status",
        status: status === 0 ? "nothing" : String(status),
      });
    await world.clock.sleep(LIVE_MS.everyMs, signal);
  }
}
