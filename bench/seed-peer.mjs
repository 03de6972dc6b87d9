// What a shell script does for the same seeds: `kc.sh import`, then the `vault` and `temporal` programs in their containers, one call after the other.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const template = (name) => readFileSync(fileURLToPath(new URL(`../templates/${name}`, import.meta.url)), "utf8");
const REALM_FILE = "/tmp/avb-bench-realm.json";
const IMPORT = `set -a; . /run/secrets/keycloak.env; exec /opt/keycloak/bin/kc.sh`;
const POLICIES = ["backend", "keycloak", "temporal-worker", "developer"];

/** The calls of the `vault` program, as their arguments and what they read. */
function vaultCalls() {
  const {
    mounts,
    auth,
    transit_keys: keys,
    approles,
    pki_roles: roles,
    database_roles: users,
  } = JSON.parse(template("vault/vault.json"));
  const policy = template("vault/policies/developer.hcl");
  return [
    ...mounts.map(({ path, type, options }) => [
      ["secrets", "enable", `-path=${path}`, ...(options?.version ? [`-version=${options.version}`] : []), type],
    ]),
    ...auth.map(({ path, type }) => [["auth", "enable", `-path=${path}`, type]]),
    [["audit", "enable", "file", "file_path=/vault/logs/bench.log"]],
    ...POLICIES.map((name) => [["policy", "write", name, "-"], policy]),
    ...keys.map(({ name, type }) => [["write", "-f", `transit/keys/${name}`, `type=${type}`]]),
    [
      [
        "write",
        "database/config/postgres",
        "plugin_name=postgresql-database-plugin",
        "verify_connection=false",
        "connection_url=postgresql://{{username}}:{{password}}@postgres:5432/postgres",
        "username=none",
        "password=none",
        "allowed_roles=*",
      ],
    ],
    ...users.map(({ name }) => [
      [
        "write",
        `database/roles/${name}`,
        "db_name=postgres",
        'creation_statements=CREATE ROLE "{{name}}"',
        "default_ttl=1h",
      ],
    ]),
    [["write", "pki-root/root/generate/internal", "common_name=Bench root", "ttl=87600h"]],
    [["write", "pki/root/generate/internal", "common_name=Bench intermediate", "ttl=43800h"]],
    ...roles.map(({ name }) => [["write", `pki/roles/${name}`, "allow_any_name=true"]]),
    ...approles.flatMap(({ name }) => [
      [["write", `auth/approle/role/${name}`, `token_policies=${name}`]],
      [["write", "-f", `auth/approle/role/${name}/secret-id`]],
    ]),
    [["token", "create", "-id=bench", "-policy=developer", "-period=24h"]],
    ...POLICIES.slice(0, 3).map((name) => [["kv", "put", `secret/agentvoicebox/${name}/bench`, "value=x"]]),
  ];
}

/** The calls of the `temporal` program. */
function temporalCalls() {
  const { namespace: name, schedules } = JSON.parse(template("temporal/namespace.json"));
  return [
    ["operator", "namespace", "create", "--namespace", name, "--retention", "72h"],
    ...schedules.map((_one, at) => [
      "schedule",
      "create",
      "--namespace",
      name,
      "--schedule-id",
      `bench-${at}`,
      "--interval",
      "1h",
      "--workflow-id",
      `bench-${at}`,
      "--type",
      "Bench",
      "--task-queue",
      "default",
      "--paused",
    ]),
  ];
}

/** The peer over the containers of a stack: `containers` has their names, `token` is Vault's first one. */
export function seedPeer({ containers, token }) {
  const docker = (args, { input, env } = {}) =>
    execFileSync("docker", args, {
      input: input ?? "",
      encoding: "utf8",
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
  const keycloak = (command) =>
    docker(["exec", "--env", "KC_HTTP_MANAGEMENT_PORT=9099", containers.keycloak, "bash", "-ec", command]);
  return {
    /** Keeps the seeded realm as a file for the import; not timed. */
    keepRealm: () => keycloak(`${IMPORT} export --realm agentvoicebox --users same_file --file ${REALM_FILE}`),
    readRealm: () => keycloak(`cat ${REALM_FILE}`),
    putRealm: (text) =>
      docker(["exec", "--interactive", containers.keycloak, "bash", "-ec", `cat > ${REALM_FILE}`], { input: text }),
    /** Seconds that the whole script takes. */
    run() {
      const start = process.hrtime.bigint();
      keycloak(`${IMPORT} import --file ${REALM_FILE}`);
      for (const [args, input] of vaultCalls())
        docker(
          [
            "exec",
            "--interactive",
            "--env",
            "VAULT_TOKEN",
            "--env",
            "VAULT_ADDR=http://127.0.0.1:8200",
            containers.vault,
            "vault",
            ...args,
          ],
          { input, env: { VAULT_TOKEN: token } },
        );
      for (const args of temporalCalls()) docker(["exec", containers.temporal, "temporal", ...args]);
      return Number(process.hrtime.bigint() - start) / 1e9;
    },
  };
}
