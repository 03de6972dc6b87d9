import { ownWorld } from "./own-world.ts";

/** A program at each of the moments. */
export const ALL_HOOKS =
  "hooks:\n  before_seed: [first]\n  after_seed: [second, a b]\n  after_usable: [third]\n  before_down: [last]\n";

/** A trusted checkout with hooks, whose programs write down that they ran; `fails` end with 3. */
export async function hooked(config = ALL_HOOKS) {
  const own = await ownWorld(config);
  const fails = new Set<string>();
  const ran: string[] = [];
  for (const name of ["first", "second", "third", "last"])
    own.world.programs.set(name, () => {
      ran.push(name);
      return { exitCode: fails.has(name) ? 3 : 0, stdout: `${name} says\n`, stderr: "" };
    });
  return { ...own, fails, ran };
}
