import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { nodeHost } from "../../src/adapters/host.ts";
import type { Checkout } from "../../src/domain/checkout.ts";
import type { KeycloakRealm } from "../../src/domain/keycloak.ts";
import type { SeedLook } from "../../src/domain/seeding.ts";
import type { Stack } from "../../src/domain/stack.ts";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { realmOf } from "../../src/flows/seeding/keycloak-place.ts";
import { keycloakSeeder } from "../../src/flows/seeding/seed-keycloak.ts";
import type { SeedSubject } from "../../src/flows/seeding/seeder.ts";
import { realWorld } from "../../src/real-world.ts";
import type { LiveStack } from "./live-stack.ts";

/** A real Keycloak with as little beside it as there can be. */
export const KEYCLOAK_ALONE = "mode: live\nwithout: [vault, opa, temporal, lago]\n";

/** The Keycloak of a live stack, spoken to from inside the test. */
export interface LiveKeycloak {
  readonly subject: SeedSubject;
  readonly realm: KeycloakRealm;
  readonly port: number;
  secret(name: string): Promise<string>;
  /** Opens the documents and looks; at another port where one is given. */
  look(port?: number): Promise<SeedLook>;
}

/** Opens it; the stack is up. */
export async function liveKeycloak(stack: LiveStack): Promise<LiveKeycloak> {
  const packageRoot = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
  const env = { ...stack.home.env, AVB_SLOT: stack.slot };
  const world = realWorld(packageRoot, { ...nodeHost(packageRoot), cwd: stack.root, env });
  const checkout: Checkout = await openCheckout(world);
  mkdirSync(checkout.state.directory, { recursive: true });
  const found: Stack = await resolveStack(world, checkout);
  const subject = { world, checkout, stack: found, secrets: await liveSecrets(world, checkout) };
  const port = found.ports.get("keycloak.http") ?? 0;
  return {
    ...{ subject, port, realm: await realmOf(subject, "agentvoicebox", new AbortController().signal) },
    secret: async (name) => (await subject.secrets.get(name)).reveal(),
    look: async (at = port) => {
      const ports = new Map([...found.ports, ["keycloak.http", at] as const]);
      const seeding = await keycloakSeeder.open({ ...subject, stack: { ...found, ports } as Stack });
      const { signal } = new AbortController();
      return seeding.look({ everything: true, prune: false, made: new Set(), ids: new Map(), signal });
    },
  };
}

/** What a proxy does with one request: passes it on, or answers in the server's place; `cut` ends the answer in its middle. */
export type Fault = "pass" | "503" | "html" | "empty" | "cut" | "hang-up";

const ANSWERS: Partial<Record<Fault, string>> = {
  "503": "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  html: "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html>a proxy's page</html>",
  empty: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
  cut: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n[{"id": "a',
};

function spoil(client: Socket, fault: Exclude<Fault, "pass">): void {
  const answer = ANSWERS[fault] ?? "";
  if (fault === "cut") client.write(answer, () => client.destroy());
  else if (answer === "") client.destroy();
  else client.end(answer);
}

/** A proxy before a server of this machine that spoils the requests it is told to; `fault` gets the request's first line. */
export async function faultyProxy(port: number, fault: (line: string) => Fault) {
  const seen: string[] = [];
  const { connect } = await import("node:net");
  const server = createServer((client) => {
    client.on("error", () => undefined);
    client.once("data", (first) => {
      const line = first.toString("latin1").split("\r\n", 1)[0] ?? "";
      seen.push(line);
      const does = fault(line);
      if (does !== "pass") return spoil(client, does);
      const upstream = connect(port, "127.0.0.1");
      upstream.on("error", () => client.destroy());
      upstream.write(first);
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, seen };
}
