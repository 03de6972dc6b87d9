import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { docker } from "./live-engine.ts";

/** A Vault of a test's own, as somebody else runs one: integrated storage, opened, on loopback. */
export interface VaultServer {
  readonly url: string;
  readonly rootToken: string;
  /** Asks Vault as root, or with another token; the answer's JSON, with the status it came with. */
  ask(path: string, call?: VaultAsk): Promise<VaultAnswer>;
  /** A new kv engine with versions; its mount. */
  mount(options?: object): Promise<string>;
  /** A token with this policy alone. */
  token(policy: string, more?: object): Promise<string>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  end(): void;
}

/** A request; a GET where nothing else is said. */
export interface VaultAsk {
  readonly method?: string;
  readonly body?: object;
  readonly token?: string;
}

/** Vault's answer: `data` and `auth` as they are. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const CONFIGURATION = {
  storage: { raft: { path: "/vault/file", node_id: "one", performance_multiplier: 1 } },
  listener: { tcp: { address: "0.0.0.0:8200", tls_disable: true } },
  ...{ api_addr: "http://127.0.0.1:8200", cluster_addr: "http://127.0.0.1:8201", disable_mlock: true },
};

const ANSWER_MS = 30_000;

/** Starts one, with its data in memory. */
export async function vaultServer(): Promise<VaultServer> {
  const id = docker(
    ...[
      "run",
      "--detach",
      "--rm",
      "--publish",
      "127.0.0.1::8200",
      "--tmpfs",
      "/vault/file",
      "--label",
      "avb.test=vault",
    ],
    ...["--env", `VAULT_LOCAL_CONFIG=${JSON.stringify(CONFIGURATION)}`, "--env", "SKIP_SETCAP=true"],
    ...["hashicorp/vault:1.21.2", "server"],
  );
  try {
    return await opened(id);
  } catch (error) {
    docker("rm", "--force", "--volumes", id);
    throw error;
  }
}

async function opened(id: string): Promise<VaultServer> {
  const [, port = ""] = /:(\d+)$/m.exec(docker("port", id, "8200/tcp")) ?? [];
  const url = `http://127.0.0.1:${port}`;
  let rootToken = "";
  const ask: VaultServer["ask"] = async (path, { method = "GET", body, token = rootToken } = {}) => {
    const headers = token === "" ? {} : { "X-Vault-Token": token };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    // A port that is published before its container listens may take a connection and never answer it.
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(`${url}/v1/${path}`, { method, headers, signal, ...sent });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
  };
  const done: VaultServer["ask"] = async (path, call) => {
    const answer = await ask(path, call);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const until = async (what: () => Promise<boolean>) => {
    for (let tries = 0; tries < 600; tries++) {
      if (await what().catch(() => false)) return;
      await setTimeout(50);
    }
    throw new Error("Vault did not come up within 30 s");
  };
  await until(async () => (await ask("sys/seal-status")).status === 200);
  const share = { secret_shares: 1, secret_threshold: 1 };
  const { body: made } = await done("sys/init", { method: "PUT", body: share });
  const [key] = made.keys_base64 as readonly string[];
  const unseal = async () => {
    await done("sys/unseal", { method: "PUT", body: { key } });
    await until(async () => (await ask("sys/health")).status === 200);
  };
  rootToken = String(made.root_token);
  await unseal();
  return {
    ...{ url, rootToken, ask: done, unseal },
    mount: async (options = {}) => {
      const mount = `kv-${randomUUID().slice(0, 8)}`;
      await done(`sys/mounts/${mount}`, {
        method: "POST",
        body: { type: "kv", options: { version: "2" }, ...options },
      });
      // A new engine makes itself ready behind the request's back.
      await until(async () => (await ask(`${mount}/config`)).status === 200);
      return mount;
    },
    token: async (policy, more = {}) => {
      const name = `p-${randomUUID().slice(0, 8)}`;
      await done(`sys/policies/acl/${name}`, { method: "PUT", body: { policy } });
      const { body } = await done("auth/token/create", { method: "POST", body: { policies: [name], ...more } });
      return String((body.auth as { client_token: string }).client_token);
    },
    seal: async () => void (await done("sys/seal", { method: "PUT" })),
    end: () => void docker("rm", "--force", "--volumes", id),
  };
}
