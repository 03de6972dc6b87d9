import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { describe } from "vitest";
import { CLUSTER_CONFIG } from "./cluster.ts";
import { DOCKERD } from "./second-engine.ts";

/** A tool that some tests need and that a newcomer may not have: how to look for it and what to call it. */
interface Tool {
  readonly title: string;
  readonly probe: readonly [string, ...string[]];
}

/** Runs what follows as a user who owns nothing: the superuser writes where nobody else could. */
export const AS_ANYBODY = "setpriv --reuid 65534 --regid 65534 --clear-groups";

const TOOLS = {
  engine: { title: "a container engine (docker)", probe: ["docker", "version", "--format", "{{.Server.Version}}"] },
  compose: { title: "docker compose", probe: ["docker", "compose", "version"] },
  nodeImage: {
    title: "the image node:20-slim in the local engine",
    probe: ["docker", "image", "inspect", "node:20-slim"],
  },
  engineHere: {
    title: "a container engine on this very machine, not in a virtual one",
    probe: ["sh", "-c", 'test "$(docker info --format "{{.Name}}")" = "$(uname -n)"'],
  },
  busyboxImage: {
    title: "the image busybox:1.35 in the local engine",
    probe: ["docker", "image", "inspect", "busybox:1.35"],
  },
  dataImages: {
    title: "the images postgres:17 and redis:8.0 in the local engine",
    probe: ["docker", "image", "inspect", "postgres:17", "redis:8.0"],
  },
  keycloakImage: {
    title: "the image quay.io/keycloak/keycloak:26.7.4 in the local engine",
    probe: ["docker", "image", "inspect", "quay.io/keycloak/keycloak:26.7.4"],
  },
  ownEngine: { title: "the right to start a second dockerd beside the machine's own (root)", probe: DOCKERD },
  liveImages: {
    title: "the images of Keycloak, Vault, OPA, Temporal and Kafka in the local engine",
    probe: [
      ...(["docker", "image", "inspect", "quay.io/keycloak/keycloak:26.7.4", "hashicorp/vault:1.21.2"] as const),
      ...["openpolicyagent/opa:1.20.1", "temporalio/temporal:1.5.1", "apache/kafka:4.3.1"],
    ],
  },
  vaultImage: {
    title: "the image hashicorp/vault:1.21.2 in the local engine",
    probe: ["docker", "image", "inspect", "hashicorp/vault:1.21.2"],
  },
  podman: {
    title: "Podman with runc, as root",
    probe: ["sh", "-c", "podman --version && runc --version && test $(id -u) = 0"],
  },
  age: { title: "age, the program", probe: ["age", "--version"] },
  chromium: { title: "Chromium", probe: ["chromium", "--version"] },
  python: { title: "Python 3", probe: ["python3", "--version"] },
  pyjwt: { title: "Python 3 with PyJWT and cryptography", probe: ["python3", "-c", "import jwt, cryptography"] },
  httpx: { title: "Python 3 with httpx", probe: ["python3", "-c", "import httpx"] },
  dotenvPython: { title: "Python 3 with django-environ", probe: ["python3", "-c", "import environ"] },
  pythonDotenv: { title: "Python 3 with python-dotenv", probe: ["python3", "-c", "import dotenv"] },
  pydanticSettings: { title: "Python 3 with pydantic-settings", probe: ["python3", "-c", "import pydantic_settings"] },
  moto: { title: "moto's server for AWS (pip install 'moto[server]')", probe: ["moto_server", "--help"] },
  ownDisk: {
    title: "root, mount namespaces and setpriv",
    probe: ["unshare", "--mount", "sh", "-c", `mount -t tmpfs none /mnt && ${AS_ANYBODY} true`],
  },
  sshd: {
    title: "OpenSSH's server and client (sshd, ssh, nsenter)",
    probe: ["sh", "-c", "test -x /usr/sbin/sshd && command -v ssh && command -v nsenter"],
  },
  cluster: {
    title: "a Kubernetes API server (../shared/images/cluster start: minutes to compile the first time)",
    probe: ["kubectl", "--kubeconfig", CLUSTER_CONFIG, "get", "--raw", "/readyz"],
  },
  openssl: { title: "openssl", probe: ["openssl", "version"] },
  strace: { title: "strace", probe: ["strace", "-f", "-qq", "-e", "trace=none", "true"] },
  namespaces: {
    title: "root and network namespaces (ip)",
    probe: ["sh", "-c", "ip netns add avb-probe-$$ && ip netns del avb-probe-$$"],
  },
  bash: { title: "bash", probe: ["bash", "--version"] },
  curl: { title: "curl", probe: ["curl", "--version"] },
  fish: { title: "fish", probe: ["fish", "--version"] },
  zsh: { title: "zsh", probe: ["zsh", "--version"] },
} as const satisfies Record<string, Tool>;

/** The tools a test may ask for. */
export type ToolName = keyof typeof TOOLS;

const present = new Map<ToolName, boolean>();

function isPresent(name: ToolName): boolean {
  const known = present.get(name);
  if (known !== undefined) return known;
  const [file, ...args] = TOOLS[name].probe;
  let found = true;
  try {
    execFileSync(file, args, { stdio: "ignore", timeout: 10_000 });
  } catch {
    found = false;
  }
  present.set(name, found);
  return found;
}

/**
 * `describe` for tests that need these tools. Where one is missing the tests are skipped and named
 * in the block DID NOT RUN that closes the run (a failure when CI=true).
 */
export function needs(tools: readonly ToolName[], title: string, tests: () => void): void {
  const missing = tools.filter((name) => !isPresent(name));
  if (missing.length === 0) {
    describe(title, tests);
    return;
  }
  const report = process.env.AVB_DID_NOT_RUN;
  if (report !== undefined)
    appendFileSync(report, `${title}: needs ${missing.map((name) => TOOLS[name].title).join(" and ")}\n`);
  describe.skip(title, tests);
}
