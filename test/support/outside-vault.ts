import { execFileSync } from "node:child_process";
import { expect, onTestFinished } from "vitest";
import { nodeHttp } from "../../src/adapters/http.ts";
import { expectDone, type LiveStack } from "./live-stack.ts";

const IMAGE = "hashicorp/vault:1.21.2";
const SERVER = ["server", "-dev", "-dev-no-store-token"] as const;
const TOKEN = "canary-outside-token";
const POLICIES = ["backend", "keycloak", "temporal-worker"];

/** A Vault that avb does not run, as a platform has one; it ends with the test. */
async function outsideVault(): Promise<string> {
  const env = { ...process.env, VAULT_DEV_ROOT_TOKEN_ID: TOKEN };
  const docker = (...args: readonly string[]) => execFileSync("docker", args, { encoding: "utf8", env }).trim();
  const run = ["run", "--detach", "--rm", "--publish", "127.0.0.1::8200", "--env", "VAULT_DEV_ROOT_TOKEN_ID"] as const;
  const id = docker(
    ...run,
    "--user",
    "vault",
    "--env",
    "SKIP_SETCAP=true",
    "--env",
    "VAULT_DEV_LISTEN_ADDRESS=0.0.0.0:8200",
    IMAGE,
    ...SERVER,
  );
  onTestFinished(() => void docker("rm", "--force", "--volumes", id));
  const url = `http://${docker("port", id, "8200/tcp").split("\n")[0]}`;
  const health = { url: `${url}/v1/sys/health`, timeoutMs: 1000 };
  const status = () => nodeHttp.request(health).then((answer) => answer.status, String);
  await expect.poll(status, { timeout: 20_000, interval: 100 }).toBe(200);
  return url;
}

/** Policies are written to a Vault of somebody else's only with leave, and then are what the documents say. */
export async function expectOutsideSynced(stack: LiveStack): Promise<void> {
  const url = await outsideVault();
  const env = { AVB_SLOT: stack.slot, VAULT_ADDR: url, VAULT_TOKEN: TOKEN };
  const policies = (...words: readonly string[]) => stack.home.run(["dev", "policies", ...words], env);
  const held = async () => {
    const headers = { "X-Vault-Token": TOKEN };
    const list = await nodeHttp.request({ url: `${url}/v1/sys/policies/acl?list=true`, headers, timeoutMs: 5000 });
    return JSON.parse(list.body).data.keys.filter((name: string) => POLICIES.includes(name));
  };
  const all = [
    await policies("diff", "--exit-code"),
    await policies("sync", "--plan"),
    await policies("sync"),
    await policies("sync", "--allow-production"),
  ];
  expect(all.map(({ status }) => status)).toEqual([14, 0, 15, 2]);
  expect(all[2]?.stderr).toContain("[POLICY_PRODUCTION]");
  expect(await held()).toEqual([]);
  expectDone(await policies("sync", "--allow-production", "--yes"));
  expect(await held()).toEqual(POLICIES);
  const again = await policies("sync", "--allow-production", "--yes", "--json");
  expect(JSON.parse(again.stdout).data).toMatchObject({ external: true, count: 0, written: 0 });
  for (const { stdout, stderr } of [...all, again]) expect(stdout + stderr).not.toContain(TOKEN);
}
