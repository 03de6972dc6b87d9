import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { LABELS } from "../../src/domain/live/desired.ts";
import { docker, LIMITS, liveContainers } from "../support/live-engine.ts";
import { expectDone, type LiveStack, liveStack, sharedStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";

const MINUTES = 60_000;
const WITHOUT = ["--without", "vault,temporal,opa,lago,redis"] as const;
const UP = ["up", "--mode", "live", ...WITHOUT, "--no-seed", "--timeout", "600"] as const;

/** Steps that derive an image, in what `--json` says of a run. */
const preparing = (run: Readonly<Record<string, unknown>>) =>
  (run.plan as readonly { readonly id: string }[]).filter(({ id }) => id.startsWith("image-avb-prepared"));

const logOf = async (stack: LiveStack): Promise<string> => docker("logs", (await stack.container("keycloak")).id);

const secretsIn = (env: string): readonly string[] =>
  [...env.matchAll(/^KC_\w*(?:PASSWORD|SECRET)='?([^'\n]+)/gm)].map(([, secret = ""]) => secret);

const environmentOf = async (stack: LiveStack): Promise<string> =>
  docker("exec", (await stack.container("keycloak")).id, "cat", "/run/secrets/keycloak.env");

needs(["engine", "dataImages", "keycloakImage"], "the first starts of Keycloak on a machine", () => {
  const stack = sharedStack({}, UP, { cold: true });
  let firstLog = "";
  let firstSecrets: readonly string[] = [];
  beforeAll(async () => {
    firstLog = await logOf(stack());
    firstSecrets = secretsIn(await environmentOf(stack()));
  });

  test("derive its image once, map its archive of classes, and find its data again", {
    timeout: 12 * MINUTES,
  }, async () => {
    const first = await stack().container("keycloak");
    expect(first).toMatchObject({ restartCount: 0, image: expect.stringMatching(/^avb-prepared-keycloak:/) });
    const image = await liveContainers.image(first.image, LIMITS);
    expect(image?.labels).toMatchObject({ [LABELS.prepared]: "keycloak" });
    const maps = docker("exec", first.id, "bash", "-c", "cat /proc/[0-9]*/maps 2>/dev/null | grep -c /classes.jsa");
    expect(Number(maps)).toBeGreaterThan(0);
    expect(firstLog).toContain("Profile prod activated");
    expect(firstLog).not.toMatch(/Updating the configuration|org\.jgroups/);

    const again = await stack().json(...UP);
    expect(again.plan).toEqual([]);
    expectDone(await stack().avb("down"));
    const warm = await stack().json(...UP);
    expect(preparing(warm)).toEqual([]);
    expect(await logOf(stack())).not.toContain("Initializing database schema");
  });

  test("keep the tables of its database and give them to the next new one, and no secret with them", {
    timeout: 10 * MINUTES,
  }, async () => {
    expect(firstLog).toContain("Initializing database schema");
    const cache = stack().home.env.XDG_CACHE_HOME ?? "";
    const folder = join(cache, "avb/keycloak-schema");
    const [name = ""] = readdirSync(folder);
    const kept = readFileSync(join(folder, name), "utf8");
    expect(kept).toContain("CREATE TABLE public.realm ");
    // One table's rows alone, which are names of changes.
    expect(kept.match(/^COPY public\.\w+/gm)).toEqual(["COPY public.databasechangelog"]);
    expect(firstSecrets.length).toBeGreaterThan(1);
    for (const secret of firstSecrets) expect(kept).not.toContain(secret);
    expectDone(await stack().avb("down", "--volumes", "--yes"));

    const other = await liveStack({}, { slot: stack().slot });
    const env = { AVB_SLOT: other.slot, XDG_CACHE_HOME: cache };
    expectDone(await other.home.run(["dev", ...UP], env));
    const log = await logOf(other);
    expect(log).not.toContain("Initializing database schema");
    expect(log).toContain("Initializing master realm");
    // `up` has signed in with this checkout's own secret, which is another one.
    expect(secretsIn(await environmentOf(other))).not.toEqual(firstSecrets);
    const cleaned = await other.home.run(["dev", "clean", "--images", "--plan"], env);
    expect(cleaned.stdout).toContain(folder);
    expectDone(await other.avb("down", "--volumes", "--yes"));
  });
});
