import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { LABELS } from "../../src/domain/live/desired.ts";
import { docker, LIMITS, liveContainers } from "./live-engine.ts";
import { KEYCLOAK_ALONE } from "./live-keycloak.ts";
import { expectDone, type LiveStack, liveStack } from "./live-stack.ts";

/** How a stack with Keycloak is brought up. */
export const KEYCLOAK_UP = ["up", "--timeout", "900"] as const;

/** What the first Keycloak of a machine wrote, and was given. */
export interface FirstStart {
  readonly log: string;
  readonly secrets: readonly string[];
}

const logOf = async (stack: LiveStack): Promise<string> => docker("logs", (await stack.container("keycloak")).id);

const secretsIn = (env: string): readonly string[] =>
  [...env.matchAll(/^KC_\w*(?:PASSWORD|SECRET)='?([^'\n]+)/gm)].map(([, secret = ""]) => secret);

const environmentOf = async (stack: LiveStack): Promise<string> =>
  docker("exec", (await stack.container("keycloak")).id, "cat", "/run/secrets/keycloak.env");

/** Looks at one that runs since its first start. */
export const firstStartOf = async (stack: LiveStack): Promise<FirstStart> => ({
  log: await logOf(stack),
  secrets: secretsIn(await environmentOf(stack)),
});

/** Steps that derive an image, in what `--json` says of a run. */
const preparing = (run: Readonly<Record<string, unknown>>) =>
  (run.plan as readonly { readonly id: string }[]).filter(({ id }) => id.startsWith("image-avb-prepared"));

/** The image is derived once and its archive of classes is mapped; a second start finds its data again, and is given its seeds. */
export async function expectArchived(stack: LiveStack, { log }: FirstStart): Promise<void> {
  const first = await stack.container("keycloak");
  expect(first).toMatchObject({ restartCount: 0, image: expect.stringMatching(/^avb-prepared-keycloak:/) });
  const image = await liveContainers.image(first.image, LIMITS);
  expect(image?.labels).toMatchObject({ [LABELS.prepared]: "keycloak" });
  const maps = docker("exec", first.id, "bash", "-c", "cat /proc/[0-9]*/maps 2>/dev/null | grep -c /classes.jsa");
  expect(Number(maps)).toBeGreaterThan(0);
  expect(log).toContain("Profile prod activated");
  expect(log).not.toMatch(/Updating the configuration|org\.jgroups/);

  const again = await stack.json(...KEYCLOAK_UP, "--no-seed");
  expect(again.plan).toEqual([]);
  expectDone(await stack.avb("down"));
  const warm = await stack.json(...KEYCLOAK_UP);
  expect(preparing(warm)).toEqual([]);
  expect(await logOf(stack)).not.toContain("Initializing database schema");
}

/** The tables of its database were kept, and are given to the next new one, and no secret with them; ends the stack with its data. */
export async function expectTablesKept(stack: LiveStack, { log, secrets }: FirstStart): Promise<void> {
  expect(log).toContain("Initializing database schema");
  const cache = stack.home.env.XDG_CACHE_HOME ?? "";
  const folder = join(cache, "avb/keycloak-schema");
  const [name = ""] = readdirSync(folder);
  const kept = readFileSync(join(folder, name), "utf8");
  expect(kept).toContain("CREATE TABLE public.realm ");
  // One table's rows alone, which are names of changes.
  expect(kept.match(/^COPY public\.\w+/gm)).toEqual(["COPY public.databasechangelog"]);
  expect(secrets.length).toBeGreaterThan(1);
  for (const secret of secrets) expect(kept).not.toContain(secret);
  expectDone(await stack.avb("down", "--volumes", "--yes"));

  const other = await liveStack({ ".devenvrc": KEYCLOAK_ALONE }, { slot: stack.slot });
  const env = { AVB_SLOT: other.slot, XDG_CACHE_HOME: cache };
  expectDone(await other.home.run(["dev", ...KEYCLOAK_UP, "--no-seed"], env));
  const restored = await firstStartOf(other);
  expect(restored.log).not.toContain("Initializing database schema");
  expect(restored.log).toContain("Initializing master realm");
  // `up` has signed in with this checkout's own secret, which is another one.
  expect(restored.secrets).not.toEqual(secrets);
  const cleaned = await other.home.run(["dev", "clean", "--images", "--plan"], env);
  expect(cleaned.stdout).toContain(folder);
  expectDone(await other.avb("down", "--volumes", "--yes"));
}
