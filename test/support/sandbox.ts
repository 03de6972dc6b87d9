import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "../../src/adapters/files.ts";
import type { IdentityDocument } from "../../src/domain/identity.ts";
import { ADMIN_ROUTES, type IdentityChange, type SandboxLaunch } from "../../src/domain/sandbox-protocol.ts";
import { openIdentityStore } from "../../src/sandbox/identity-file.ts";
import { openKeyRing } from "../../src/sandbox/keyring.ts";
import { startSandbox } from "../../src/sandbox/sandbox-server.ts";
import { changesOf, SHIPPED_IDENTITIES } from "./identities.ts";
import { launchIn } from "./launch-file.ts";

/** A real sandbox server inside the test's own process. */
export interface TestSandbox {
  readonly launch: SandboxLaunch;
  /** `http://localhost:<port>`. */
  readonly baseUrl: string;
  /** `<baseUrl>/realms/agentvoicebox`. */
  readonly issuer: string;
  /** What failed inside the server. */
  readonly failures: readonly unknown[];
  /** The lines of its log. */
  readonly log: readonly string[];
  control(route: keyof typeof ADMIN_ROUTES, body?: object): Promise<Response>;
  apply(changes: readonly IdentityChange[]): Promise<void>;
  /** Ends the server and starts another one on the same files and ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on free ports with a state folder of its own, filled with the shipped identities (or none). */
export async function startTestSandbox(
  options: { readonly document?: IdentityDocument | "none"; readonly now?: () => number } = {},
): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), "avb-sandbox-"));
  const launch = await launchIn(folder);
  const baseUrl = `http://localhost:${launch.identityPort}`;
  const failures: unknown[] = [];
  const log: string[] = [];
  const start = async () =>
    startSandbox(launch, {
      keys: await openKeyRing(launch.state.keys, nodeFiles, options.now ?? Date.now),
      store: await openIdentityStore(launch.state.identities, launch.realm, nodeFiles),
      now: options.now ?? Date.now,
      failed: (error) => failures.push(error),
      stopAsked: () => {},
      write: (line) => log.push(line),
    });
  let server = await start();
  const control: TestSandbox["control"] = (route, body) =>
    fetch(baseUrl + ADMIN_ROUTES[route], {
      method: route === "health" || route === "identities" ? "GET" : "POST",
      headers: { authorization: `Bearer ${launch.adminToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const apply: TestSandbox["apply"] = async (changes) => {
    const answer = await control("changes", { changes });
    if (answer.status !== 200) throw new Error(await answer.text());
  };
  if (options.document !== "none") await apply(changesOf(options.document ?? SHIPPED_IDENTITIES));
  return {
    launch,
    baseUrl,
    issuer: `${baseUrl}/realms/${launch.realm}`,
    failures,
    log,
    control,
    apply,
    restart: async () => {
      await server.close();
      server = await start();
      await reached(`${baseUrl}/_avb/health`);
    },
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Node's fetch keeps connections; the ones that the old server closed fail once each before a new one is made. */
async function reached(url: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) if ((await fetch(url).catch(() => undefined))?.ok === true) return;
  throw new Error(`${url} does not answer after the restart`);
}
