import { basename } from "node:path";
import { expect } from "vitest";
import { kafkaClient } from "../../src/adapters/kafka.ts";
import { type LiveApplication, liveApplication, within } from "./live-application.ts";
import type { LiveStack } from "./live-stack.ts";

const TOKEN = "/realms/master/protocol/openid-connect/token";

/** A live stack that was found usable, and who is going to use it. */
interface Tried {
  readonly application: LiveApplication;
  readonly ids: Readonly<Record<string, string>>;
  /** The address that avb tells an application on this machine, by variable. */
  readonly told: ReadonlyMap<string, string>;
}

const id = ({ ids }: Tried, service: string): string => ids[service] ?? expect.fail(`${service} is not there`);

/** What an application does with each service, over the network and with what avb hands out. */
const USES: Readonly<Record<string, (tried: Tried) => Promise<void>>> = {
  async "postgres: each role reads and writes its own database, and no other"(tried) {
    for (const [role, database] of [
      ["agentvoicebox", "agentvoicebox"],
      ["keycloak", "keycloak"],
      ["temporal", "temporal"],
      ["temporal", "temporal_visibility"],
    ] as const) {
      const PGPASSWORD = await tried.application.secret(`postgres/${role}`);
      const sql = (name: string, query: string) =>
        within(id(tried, "postgres"), ["psql", "-h", "postgres", "-U", role, "-d", name, "-qAtc", query], {
          PGPASSWORD,
        });
      expect(
        await sql(
          database,
          "CREATE TABLE used (n int); INSERT INTO used VALUES (42); SELECT current_user || n FROM used; DROP TABLE used",
        ),
      ).toBe(`${role}42`);
      const other = role === "keycloak" ? "agentvoicebox" : "keycloak";
      await expect(sql(other, "SELECT 1")).rejects.toThrow(/permission denied for database/);
    }
  },

  async "redis: keeps what it is given"(tried) {
    expect(await within(id(tried, "redis"), ["redis-cli", "-h", "redis", "set", "used", "42"])).toBe("OK");
    expect(await within(id(tried, "redis"), ["redis-cli", "-h", "redis", "get", "used"])).toBe("42");
  },

  async "vault: a secret written on this machine is read in a container"({ application, told }) {
    const token = await application.secret("vault/root-token");
    const headers = { "X-Vault-Token": token };
    const written = await fetch(`${told.get("VAULT_ADDR")}/v1/cubbyhole/used`, {
      method: "POST",
      headers,
      body: '{"n":"42"}',
    });
    expect(written.status).toBe(204);
    const read =
      "const answer = await fetch('http://vault:8200/v1/cubbyhole/used', { headers: { 'X-Vault-Token': process.env.TOKEN } }); return answer.json()";
    expect(await application.inContainer(read, { TOKEN: token })).toMatchObject({ data: { n: "42" } });
  },

  async "opa: decides the same for both"({ application, told }) {
    const ask = (at: string) =>
      `const answer = await fetch('${at}/v1/query', { method: 'POST', body: JSON.stringify({ query: 'x := 6 * 7' }) }); return answer.json()`;
    const decided = { result: [{ x: 42 }] };
    expect(await application.inContainer(ask("http://opa:8181"))).toEqual(decided);
    const answer = await fetch(`${told.get("OPA_URL")}/v1/query`, { method: "POST", body: '{"query":"x := 6 * 7"}' });
    expect(await answer.json()).toEqual(decided);
  },

  async "keycloak: an administrator's token has one issuer, wherever it was asked for"({ application, told }) {
    const secret = await application.secret("keycloak/bootstrap-client");
    const form = { grant_type: "client_credentials", client_id: "avb-bootstrap", client_secret: secret };
    const url = told.get("KEYCLOAK_URL");
    const answer = await fetch(`${url}${TOKEN}`, { method: "POST", body: new URLSearchParams(form) });
    const here: unknown = await answer.json();
    const body = `const answer = await fetch('http://keycloak:8080${TOKEN}', { method: 'POST', body: new URLSearchParams(JSON.parse(process.env.FORM)) }); return answer.json()`;
    const there = await application.inContainer(body, { FORM: JSON.stringify(form) });
    const issuers = [here, there].map(
      (token) => JSON.parse(atob(String(Object(token).access_token).split(".")[1] ?? "")).iss,
    );
    expect(issuers).toEqual([`${url}/realms/master`, `${url}/realms/master`]);
  },

  async "temporal: its namespace takes a call over the network"(tried) {
    const address = ["--address", "temporal:7233"];
    const seen = await within(id(tried, "temporal"), [
      "temporal",
      "operator",
      "namespace",
      "describe",
      "default",
      ...address,
    ]);
    expect(seen).toContain("Registered");
    expect(await within(id(tried, "temporal"), ["temporal", "workflow", "list", ...address])).toBeDefined();
  },

  async "kafka: a message that a container produces is consumed on this machine"(tried) {
    const produce =
      "echo used:42 | /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server kafka:19092 --topic used";
    const keyed = "--property parse.key=true --property key.separator=:";
    await within(id(tried, "kafka"), ["sh", "-c", `${produce} ${keyed}`]);
    const address = tried.told.get("KAFKA_BOOTSTRAP_SERVERS") ?? expect.fail("Kafka's address is not told");
    const read = kafkaClient.use({ address, signal: new AbortController().signal }, (server) =>
      server.consume("used", "avb-test"),
    );
    expect(await read).toEqual({ key: "used", value: "42" });
  },
};

/** Each of these services is used as an application would, which is told where everything is. */
export async function expectUsable(stack: LiveStack, services: readonly string[]): Promise<void> {
  const { variables } = await stack.json("env");
  const told = (variables as readonly { name: string; value?: string }[]).map(
    ({ name, value = "" }) => [name, value] as const,
  );
  const application = liveApplication(stack, `avb-${basename(stack.root)}-${stack.slot}`);
  const tried: Tried = { application, ids: await stack.ids(), told: new Map(told) };
  const uses = Object.entries(USES).filter(([what]) => services.some((service) => what.startsWith(`${service}:`)));
  expect(uses).toHaveLength(services.length);
  for (const [what, use] of uses) await use(tried).catch((error: unknown) => expect.fail(`${what}: ${error}`));
}
