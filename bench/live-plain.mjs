// What people write by hand after upstream's guides: development modes, health asked every five seconds, depends_on.
const check = (...test) => ({ test, interval: "5s", timeout: "5s", retries: 400 });
const host = (port) => [`127.0.0.1::${port}`];

const services = {
  postgres: {
    ...{ image: "postgres:17", environment: { POSTGRES_PASSWORD: "bench", POSTGRES_DB: "keycloak" } },
    ...{ ports: host(5432), volumes: ["postgres:/var/lib/postgresql/data"] },
    healthcheck: check("CMD", "pg_isready", "-h", "127.0.0.1", "-U", "postgres"),
  },
  redis: {
    ...{
      image: "redis:8.0",
      command: ["redis-server", "--appendonly", "yes"],
      ports: host(6379),
      volumes: ["redis:/data"],
    },
    healthcheck: check("CMD", "redis-cli", "ping"),
  },
  keycloak: {
    ...{ image: "quay.io/keycloak/keycloak:26.7.4", command: ["start-dev"], ports: host(8080) },
    environment: {
      ...{ KC_DB: "postgres", KC_DB_URL: "jdbc:postgresql://postgres/keycloak", KC_DB_USERNAME: "postgres" },
      ...{ KC_DB_PASSWORD: "bench", KC_HEALTH_ENABLED: "true", KC_BOOTSTRAP_ADMIN_USERNAME: "admin" },
      KC_BOOTSTRAP_ADMIN_PASSWORD: "bench",
    },
    depends_on: { postgres: { condition: "service_healthy" } },
    healthcheck: check(
      ...["CMD", "bash", "-c"],
      "exec 3<>/dev/tcp/127.0.0.1/9000; printf 'HEAD /health/ready HTTP/1.0\\r\\n\\r\\n' >&3; grep -q 'HTTP/1.0 200' <&3",
    ),
  },
  vault: {
    ...{ image: "hashicorp/vault:1.21.2", user: "vault", command: ["server"], ports: host(8200) },
    volumes: ["vault-file:/vault/file", "vault-logs:/vault/logs"],
    environment: {
      VAULT_LOCAL_CONFIG: JSON.stringify({
        ...{ storage: { file: { path: "/vault/file" } }, disable_mlock: true },
        listener: [{ tcp: { address: "0.0.0.0:8200", tls_disable: true } }],
      }),
    },
    // It answers, sealed or not: compose has nobody who would unseal it.
    healthcheck: check("CMD-SHELL", "vault status -address=http://127.0.0.1:8200; test $$? -ne 1"),
  },
  opa: {
    ...{ image: "openpolicyagent/opa:1.20.1", command: ["run", "--server", "--addr=0.0.0.0:8181"], ports: host(8181) },
    healthcheck: check(
      "CMD",
      "/opa",
      "eval",
      "--fail",
      'http.send({"method": "GET", "url": "http://127.0.0.1:8181/health"})',
    ),
  },
  temporal: {
    ...{ image: "temporalio/temporal:1.5.1", ports: host(7233), volumes: ["temporal:/home/temporal"] },
    command: ["server", "start-dev", "--ip=0.0.0.0", "--db-filename=/home/temporal/temporal.db"],
    healthcheck: check("CMD", "temporal", "operator", "cluster", "health", "--address=127.0.0.1:7233"),
  },
};

/** JSON is YAML. */
export const PLAIN_FILE = JSON.stringify({
  services,
  volumes: { postgres: {}, redis: {}, temporal: {}, "vault-file": {}, "vault-logs": {} },
});
