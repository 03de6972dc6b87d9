import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { docker } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const UP = [
  "up",
  "--mode",
  "live",
  "--without",
  "vault,temporal,opa,lago,redis",
  "--no-seed",
  "--timeout",
  "400",
] as const;

const logOf = async (stack: LiveStack): Promise<string> => docker("logs", (await stack.container("keycloak")).id);

const secretsIn = (env: string): readonly string[] =>
  [...env.matchAll(/^KC_\w*(?:PASSWORD|SECRET)='?([^'\n]+)/gm)].map(([, secret = ""]) => secret);

const environmentOf = async (stack: LiveStack): Promise<string> =>
  docker("exec", (await stack.container("keycloak")).id, "cat", "/run/secrets/keycloak.env");

needs(["engine", "dataImages", "keycloakImage"], "the tables of Keycloak's database", () => {
  test("are kept by a first start and given to the next new database, and no secret with them", {
    timeout: 10 * MINUTES,
  }, async () => {
    const stack = await liveStack();
    expectDone(await stack.avb(...UP));
    expect(await logOf(stack)).toContain("Initializing database schema");
    const folder = join(stack.home.env.XDG_CACHE_HOME ?? "", "avb/keycloak-schema");
    const [name = ""] = readdirSync(folder);
    const kept = readFileSync(join(folder, name), "utf8");
    expect(kept).toContain("CREATE TABLE public.realm ");
    // One table's rows alone, which are names of changes.
    expect(kept.match(/^COPY public\.\w+/gm)).toEqual(["COPY public.databasechangelog"]);
    const secrets = secretsIn(await environmentOf(stack));
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(kept).not.toContain(secret);
    expectDone(await stack.avb("down", "--volumes", "--yes"));

    const other = await liveStack({}, { slot: stack.slot });
    const env = { AVB_SLOT: other.slot, XDG_CACHE_HOME: stack.home.env.XDG_CACHE_HOME ?? "" };
    expectDone(await other.home.run(["dev", ...UP], env));
    const log = await logOf(other);
    expect(log).not.toContain("Initializing database schema");
    expect(log).toContain("Initializing master realm");
    // `up` has signed in with this checkout's own secret, which is another one.
    expect(secretsIn(await environmentOf(other))).not.toEqual(secrets);
    const cleaned = await other.home.run(["dev", "clean", "--images", "--plan"], env);
    expect(cleaned.stdout).toContain(folder);
    expectDone(await other.avb("down", "--volumes", "--yes"));
  });
});
