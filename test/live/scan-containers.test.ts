import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeHash } from "../../src/adapters/hash.ts";
import { checkoutId } from "../../src/domain/checkout.ts";
import type { Finding } from "../../src/domain/scan-finding.ts";
import { goodFor } from "../support/credential-samples.ts";
import { needs } from "../support/needs.ts";
import { type AvbHome, avbHome } from "../support/run-avb.ts";

const docker = (...args: readonly string[]) => execFileSync("docker", args, { encoding: "utf8" }).trim();

needs(["engine", "busyboxImage"], "the environment of a real container", () => {
  let home: AvbHome;
  let container = "";
  const key = goodFor("sendgrid-key");

  beforeAll(() => {
    home = avbHome();
    const id = checkoutId(realpathSync(home.cwd), nodeHash.sha256);
    const labels = [`avb.checkout=${id}`, "avb.slot=0"];
    container = docker(
      ...["create", ...labels.flatMap((label) => ["--label", label])],
      ...["--env", `MAIL_KEY=${key}`, "--env", "JWT_SECRET=changeme", "--env", "PLAIN=yes", "busybox:1.35", "true"],
    );
  });
  afterAll(() => {
    docker("rm", "--force", container);
    home.remove();
  });

  test("is looked through by name of its variables, and nothing of a value is told", async () => {
    const run = await home.run(["secrets", "scan", "--containers", "--format", "json"]);
    const { findings, looked } = JSON.parse(run.stdout) as { findings: readonly Finding[]; looked: object };
    const told = findings.map(({ path, rule, credential }) => [path.split(" ")[1], rule, credential]);
    expect(told).toEqual([
      ["JWT_SECRET", "container-placeholder", "jwt"],
      ["MAIL_KEY", "sendgrid-key", "sendgrid"],
    ]);
    expect([run.status, looked]).toEqual([14, expect.objectContaining({ containers: 1 })]);
    expect(run.stdout + run.stderr).not.toContain(key.slice(3, 20));
  });

  test("closes the gate for what is a placeholder there", async () => {
    const run = await home.run(["secrets", "gate", "--epic", "1", "--json"]);
    const { data } = JSON.parse(run.stdout) as { data: { credentials: readonly { id: string; because: string }[] } };
    expect(data.credentials.find(({ id }) => id === "jwt")?.because).toMatch(
      /^container: placeholder \(\w+ JWT_SECRET\)$/,
    );
  });
});
