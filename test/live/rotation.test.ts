import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { piped } from "../support/piped-avb.ts";

const MINUTES = 60_000;
const FIRST = "qualisys_app";
const SECOND = "qualisys_app_clone";

/** Runs SQL as the superuser, inside. */
const sql = (container: string, text: string, database = "agentvoicebox"): string =>
  execFileSync(
    "docker",
    ["exec", "-i", container, "psql", "-U", "postgres", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1"],
    {
      input: text,
      encoding: "utf8",
    },
  ).trim();

/** Whether the server lets this user in at its own address, where it asks for the password. */
function letIn(
  container: string,
  { username = "", password = "" }: Readonly<Record<string, string>>,
  text = "SELECT 1",
) {
  const at = `exec psql -XqAt -h "$(hostname -i | cut -d' ' -f1)" -U ${username} -d agentvoicebox`;
  try {
    const options = { input: text, encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync(
      "docker",
      ["exec", "-i", "-e", `PGPASSWORD=${password}`, container, "sh", "-c", at],
      options,
    ).trim();
  } catch {
    return "refused";
  }
}

async function stored(stack: LiveStack): Promise<Readonly<Record<string, string>>> {
  const run = expectDone(await stack.home.run(["secrets", "get", "database", "--reveal", "--json"]));
  const fields: Readonly<Record<string, { value: string }>> = JSON.parse(run.stdout).data.fields;
  return Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]));
}

needs(["engine", "dataImages"], "the database's two users", () => {
  test("take turns on a real PostgreSQL, with a container that is restarted, and go back before the old one is void", {
    timeout: 6 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb("up", "--mode", "live", "--without", "keycloak,temporal,lago,vault,opa,redis"));
    const { id, ports } = await stack.container("postgres");
    sql(
      id,
      `CREATE ROLE ${FIRST} LOGIN PASSWORD 'first-Password-1234'; GRANT CONNECT ON DATABASE agentvoicebox TO ${FIRST};`,
    );
    sql(id, `CREATE SCHEMA own AUTHORIZATION ${FIRST};`);
    const consumer = docker(
      "run",
      "-d",
      "--init",
      "--label",
      `com.docker.compose.project=${stack.root.split("/").at(-1)}`,
      "--label",
      "com.docker.compose.service=api",
      "postgres:17",
      "sleep",
      "600",
    ).trim();
    onTestFinished(() => void docker("rm", "-f", consumer));
    const project = stack.root.split("/").at(-1) ?? "";
    writeFileSync(
      join(stack.root, ".devenvrc"),
      `rotations:\n  database:\n    consumers:\n      - compose: {project: ${project}, service: api}\n`,
    );
    await stack.trust();
    const port = String(ports.get(5432));
    const uri = `postgresql://${FIRST}:first-Password-1234@127.0.0.1:${port}/agentvoicebox`;
    const first = {
      host: "127.0.0.1",
      port,
      database: "agentvoicebox",
      username: FIRST,
      password: "first-Password-1234",
      connection_uri: uri,
    };
    expectDone(await piped(stack.home, ["secrets", "set", "database"], JSON.stringify(first)));
    const rotate = (...more: readonly string[]) =>
      stack.home.run(["secrets", "rotate", "database", "--yes", ...more], { AVB_SLOT: stack.slot });
    const startedAt = () => docker("inspect", "-f", "{{.State.StartedAt}}", consumer).trim();

    const before = startedAt();
    expectDone(await rotate("--grace", "0"));
    const second = await stored(stack);
    expect([second.username, second.connection_uri]).toEqual([
      SECOND,
      `postgresql://${SECOND}:${second.password}@127.0.0.1:${port}/agentvoicebox`,
    ]);
    expect(startedAt()).not.toBe(before);
    expect([letIn(id, first), letIn(id, second, "SELECT session_user, current_user")]).toEqual([
      "refused",
      `${SECOND}|${FIRST}`,
    ]);
    letIn(id, second, "CREATE TABLE own.things (n int)");
    expect(sql(id, "SELECT tableowner FROM pg_tables WHERE tablename = 'things'")).toBe(FIRST);

    expect((await rotate("--grace", "2h")).status).toBe(0);
    const third = await stored(stack);
    expect([third.username, letIn(id, second), letIn(id, third)]).toEqual([FIRST, "1", "1"]);
    expectDone(await rotate("--rollback"));
    expect([await stored(stack), letIn(id, second), letIn(id, third)]).toEqual([second, "1", "refused"]);

    const busy = execFileSync("sh", [
      "-c",
      `docker exec -d -e PGPASSWORD=${second.password} ${id} sh -c 'psql -h "$(hostname -i | cut -d" " -f1)" -U ${SECOND} -d agentvoicebox -c "SELECT pg_sleep(120)"'`,
    ]);
    expect(busy.toString()).toBe("");
    const used = await rotate("--grace", "0");
    expect([used.status, used.stderr]).toEqual([8, expect.stringContaining("[ROTATION_IN_USE]")]);
    expectDone(await rotate("--resume", "--compromised"));
    expect(letIn(id, second)).toBe("refused");
    expect(letIn(id, await stored(stack), "SELECT count(*) FROM own.things")).toBe("0");

    const own = { ...first, username: "agentvoicebox", password: "x-1234567890-abcdef" };
    expectDone(await piped(stack.home, ["secrets", "set", "database", "--unchecked"], JSON.stringify(own)));
    const refused = await rotate();
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("a user of avb's own")]);
  });
});
