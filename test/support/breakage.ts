import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that is done to a seeded stack by hand, and the check that must name it. */
export interface Breakage {
  /** The service first: `keycloak.role-dropped`. */
  readonly id: string;
  /** What is seeded and verified because of it. */
  readonly service: string;
  plant(at: Planter): unknown;
  /** Matches a line `drift update role admin` or `proof keycloak.user.roles`: what catches it. */
  readonly caughtBy: RegExp;
  /** Spoils so much that nothing else can be planted with it. */
  readonly alone?: true;
  /** What mends it, where `avb dev seed SERVICE` does not. */
  mend?(at: Planter): unknown;
}

/** How services of one stack are spoken to behind avb's back, as a person would with curl. */
export interface Planter {
  port(key: string): number;
  secret(name: string): string;
  /** Keycloak's admin API of the realm. */
  keycloak(method: string, path: string, body?: unknown): Promise<Json>;
  vault(method: string, path: string, body?: unknown): Promise<Json>;
  lago(method: string, path: string, body?: unknown): Promise<Json>;
  /** OPA's policy or data API; a text is Rego. */
  opa(method: string, path: string, body?: unknown): Promise<Json>;
  /** The engine's id of a container, by its own name. */
  container(name: string): string;
  /** Runs a program in a container of the stack; its output. */
  inside(container: string, ...command: readonly string[]): string;
}

/** JSON that a service answered: whatever it is, it is only changed and sent back. */
export type Json = ReturnType<typeof JSON.parse>;

/** What a planter needs to know of a stack. */
export interface PlantedStack {
  readonly stateFolder: string;
  readonly ports: ReadonlyMap<string, number>;
  /** The engine's id of a container, by its own name. */
  readonly ids: Readonly<Record<string, string>>;
}

/** Speaks to this stack. */
export function planterOf({ stateFolder, ports, ids }: PlantedStack): Planter {
  const port = (key: string): number => ports.get(key) ?? 0;
  const root: string = JSON.parse(readFileSync(join(stateFolder, "secrets.json"), "utf8")).root;
  const secret = (name: string) => {
    const length = name.startsWith("identity/") ? 22 : 32;
    return createHmac("sha512", root).update(name).digest("base64url").slice(0, length);
  };
  const rootToken = (): string => JSON.parse(readFileSync(join(stateFolder, "vault.json"), "utf8")).rootToken;
  const url = (key: string, path: string) => `http://127.0.0.1:${port(key)}${path}`;
  const container = (name: string) => ids[name] ?? name;
  return {
    ...{ port, secret, container },
    keycloak: async (method, path, body) => {
      const authorization = `Bearer ${await adminToken(url("keycloak.http", ""), secret("keycloak/bootstrap-client"))}`;
      return call(method, url("keycloak.http", `/admin/realms/agentvoicebox${path}`), { authorization }, body);
    },
    vault: (method, path, body) =>
      call(method, url("vault.http", `/v1/${path}`), { "X-Vault-Token": rootToken() }, body),
    lago: (method, path, body) =>
      call(method, url("lago.api", `/api/v1${path}`), { authorization: `Bearer ${secret("lago/api-key")}` }, body),
    opa: (method, path, body) => call(method, url("opa.http", `/v1${path}`), {}, body),
    inside: (name, ...command) =>
      execFileSync("docker", ["exec", container(name), ...command], { encoding: "utf8", stdio: "pipe" }),
  };
}

async function adminToken(base: string, secret: string): Promise<string> {
  const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: "avb-bootstrap", client_secret: secret }),
  });
  return Object(await answer.json()).access_token;
}

async function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Json> {
  const isText = typeof body === "string";
  const type = isText ? "text/plain" : "application/json";
  const answer = await fetch(url, {
    method,
    headers: { ...headers, "content-type": type },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return text === "" ? {} : JSON.parse(text);
}
