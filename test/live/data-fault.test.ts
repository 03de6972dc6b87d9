import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROUNDS } from "../support/fault-stack.ts";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const LIVE = ["up", "--mode", "live", "--without", "lago,keycloak,temporal,opa,redis"] as const;
const SANDBOX = ["up", "--mode", "sandbox", "--with", "postgres"] as const;

async function sql(stack: LiveStack, query: string): Promise<string> {
  const { id } = await stack.container("postgres");
  return docker("exec", id, "psql", "-U", "postgres", "-d", "agentvoicebox", "-qAtc", query);
}

/** As a program that has the root token of the file, and not by what avb believes. */
async function vault(stack: LiveStack, ...args: readonly string[]): Promise<string> {
  const { id } = await stack.container("vault");
  const { rootToken } = JSON.parse(readFileSync(join(stack.stateFolder(), "vault.json"), "utf8"));
  const env = [`VAULT_TOKEN=${rootToken}`, "VAULT_ADDR=http://127.0.0.1:8200"].flatMap((one) => ["--env", one]);
  return docker("exec", ...env, id, "vault", ...args);
}

const COUNT = "SELECT count(*) FROM kept";

needs(["engine", "dataImages", "vaultImage"], "what a stack keeps", () => {
  test.each(ROUNDS)(
    "outlives down, other modes and restarts, and ends with --volumes alone (round %i)",
    { timeout: 8 * MINUTES },
    async () => {
      const stack = await liveStack();
      expectDone(await stack.avb(...LIVE));
      await sql(stack, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number");
      await vault(stack, "write", "cubbyhole/kept", "word=yes");
      for (const between of [["down"], SANDBOX, ["restart", "postgres"]]) {
        expectDone(await stack.avb(...between));
        if (between === SANDBOX) expect(await sql(stack, COUNT)).toBe("1000");
        expectDone(await stack.avb(...LIVE));
        expect(await sql(stack, COUNT), between.join(" ")).toBe("1000");
        expect(await vault(stack, "read", "-field=word", "cubbyhole/kept")).toBe("yes");
      }
      expect((await stack.avb("down", "--volumes")).status).toBe(2);
      expect(await sql(stack, COUNT)).toBe("1000");
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
      expectDone(await stack.avb(...LIVE));
      expect(await sql(stack, "SELECT to_regclass('kept') IS NULL")).toBe("t");
      expectDone(await stack.avb("down", "--volumes", "--yes"));
    },
  );

  test.each(ROUNDS)(
    "in Vault is lost with its key, which is told, and found again with it (round %i)",
    { timeout: 6 * MINUTES },
    async () => {
      const stack = await liveStack();
      const alone = ["up", "--mode", "sandbox", "--with", "vault"] as const;
      expectDone(await stack.avb(...alone));
      await vault(stack, "write", "cubbyhole/kept", "word=yes");
      const key = join(stack.stateFolder(), "vault.json");
      const text = readFileSync(key, "utf8");
      expectDone(await stack.avb("down"));

      renameSync(key, `${key}.away`);
      const lost = await stack.avb(...alone);
      expect(lost.status, lost.stderr).toBe(10);
      expect(lost.stderr).toContain("[VAULT_KEY_LOST]");
      const { unsealKey, ...rest } = JSON.parse(text);
      const other = Buffer.from(unsealKey, "base64").fill(7, 0, 4).toString("base64");
      writeFileSync(key, JSON.stringify({ ...rest, unsealKey: other }), { mode: 0o600 });
      const wrong = await stack.avb(...alone);
      expect(wrong.status, wrong.stderr).toBe(10);
      expect(wrong.stderr).toContain("[VAULT_KEY_WRONG]");
      for (const { stdout, stderr } of [lost, wrong]) expect(stdout + stderr).not.toContain(unsealKey);

      writeFileSync(key, text, { mode: 0o600 });
      expectDone(await stack.avb(...alone));
      expect(await vault(stack, "read", "-field=word", "cubbyhole/kept")).toBe("yes");
      // The other way out that both errors name.
      writeFileSync(key, JSON.stringify({ ...rest, unsealKey: other }), { mode: 0o600 });
      expectDone(await stack.avb("down"));
      expect((await stack.avb(...alone)).status).toBe(10);
      expectDone(await stack.avb("reset", "vault", "--yes"));
      expectDone(await stack.avb(...alone));
      expectDone(await stack.avb("down", "--volumes", "--yes"));
      expect(await stack.leftovers()).toEqual([]);
    },
  );
});
