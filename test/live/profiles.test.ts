import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClaimedSlot, claimSlot } from "../support/claimed-slot.ts";
import { needs } from "../support/needs.ts";
import { avbHome } from "../support/run-avb.ts";

const FILE = "compose.profiles.yaml";
/** The passwords of the roles that the application does not sign in as; anybody's choice on a first start. */
const OTHERS = Object.fromEntries(
  ["SUPERUSER", "KEYCLOAK", "TEMPORAL", "VAULT_ADMIN"].map((role) => [`AVB_SECRET_POSTGRES_${role}`, randomUUID()]),
);

needs(["engine", "compose", "dataImages"], "the sandbox profile in plain compose", () => {
  const home = avbHome();
  let claimed: ClaimedSlot;
  let env: Readonly<Record<string, string>>;
  const composeWith = (more: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    home.run(
      [
        ...["dev", "exec", "--profile", "django", "--rename", "DB_PASSWORD=AVB_SECRET_POSTGRES_AGENTVOICEBOX", "--"],
        ...["docker", "compose", "--file", FILE, "--profile", "sandbox", ...args],
      ],
      { ...env, ...OTHERS, ...more },
    );
  const compose = (...args: readonly string[]) => composeWith({}, ...args);
  const docker = (...args: readonly string[]) => execFileSync("docker", args, { encoding: "utf8", timeout: 20_000 });

  beforeAll(async () => {
    claimed = await claimSlot();
    const { DOCKER_HOST } = process.env;
    env = { AVB_SLOT: claimed.slot, ...(DOCKER_HOST && { DOCKER_HOST }) };
    expect((await home.run(["dev", "render", "--profiles", "--out", "."], env)).status).toBe(0);
    const up = await compose("up", "--detach", "--wait", "--pull", "never");
    expect(up, up.stderr).toMatchObject({ status: 0 });
  });
  afterAll(async () => {
    await compose("down", "--volumes", "--timeout", "2");
    home.remove();
    claimed.release();
  });

  test("starts the database and the cache, well and closed, on the loopback address", async () => {
    const ids = (await compose("ps", "--quiet")).stdout.trim().split("\n");
    const containers = JSON.parse(docker("inspect", ...ids));
    expect(containers).toHaveLength(2);
    for (const { State, HostConfig } of containers) {
      expect(State.Health.Status).toBe("healthy");
      expect(HostConfig).toMatchObject({ CapDrop: ["ALL"], CapAdd: null, Privileged: false, PidsLimit: 256 });
      expect(HostConfig.SecurityOpt).toEqual(["no-new-privileges:true"]);
      for (const [{ HostIp }] of Object.values<[{ HostIp: string }]>(HostConfig.PortBindings))
        expect(HostIp).toBe("127.0.0.1");
    }
  });

  test("gives the database the password that the application is told, and shows it to nobody else", async () => {
    const told = JSON.parse(
      (await home.run(["dev", "env", "--profile", "django", "--format", "json", "--reveal"], env)).stdout,
    );
    const password = JSON.stringify(told).match(/"DB_PASSWORD":"([^"]+)"/)?.[1] ?? "";
    expect(password.length).toBeGreaterThan(20);
    const query = ["psql", "--host=postgres", "--username=agentvoicebox", "--no-align", "--tuples-only"];
    const ask = (given: string) =>
      composeWith(
        { PGPASSWORD: given },
        "exec",
        "--no-TTY",
        "--env",
        "PGPASSWORD",
        "postgres",
        ...query,
        "--command=select 1",
      );
    expect((await ask(password)).stdout.trim()).toBe("1");
    expect((await ask("wrong")).status).not.toBe(0);
    const ids = (await compose("ps", "--quiet")).stdout.trim().split("\n");
    expect(docker("inspect", ...ids)).not.toContain(password);
  });

  test("leaves nothing behind that has no name", async () => {
    const ids = (await compose("ps", "--quiet")).stdout.trim().split("\n");
    const volumes = JSON.parse(docker("inspect", ...ids)).flatMap(
      ({ Mounts }: { Mounts: { Name?: string }[] }) => Mounts,
    );
    for (const { Name } of volumes) if (Name !== undefined) expect(Name).toMatch(/_(?:postgres|redis)-data$/);
  });
});
