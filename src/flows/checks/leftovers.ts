import { type Check, type Finding, findings } from "../../domain/check.ts";
import { stateRootOf } from "../../domain/checkout.ts";
import { LIFECYCLE_MS } from "../../domain/lifecycle-facts.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { findOrphan } from "../start-sandbox.ts";

/** Longer than any write takes. */
const TORN_AFTER_MS = 600_000;
const TEMPORARY = /^\.[0-9a-f]{12}\.tmp$/;

/** What commands that were killed have left in avb's folders. */
export const leftoversCheck: Check = {
  id: "leftovers",
  title: "Left-overs",
  looksAt: "temporary files of writes that were cut off, and the launch file of a start that was",
  run: async (world, { checkout }) => {
    const folders = [stateRootOf(world.host), checkout.state.directory];
    const torn = await Promise.all(folders.map((folder) => tornWrites(world, folder)));
    const launch = checkout.state.launch;
    const isCutOff = await isOlder(world, launch, LIFECYCLE_MS.serverStart);
    const orphan = isCutOff ? await findOrphan(world, checkout) : undefined;
    if (orphan !== undefined) {
      const says = `a start was cut off, and its server (pid ${orphan.pid}) goes on without a record`;
      return [{ state: "warn", says, fixes: ["avb dev down"] }];
    }
    const paths = [...torn.flat(), ...(isCutOff ? [launch] : [])];
    return findings(paths.map(leftover), "nothing is left over");
  },
};

const leftover = (path: string): Finding => ({
  state: "warn",
  says: `${path} was left by a command that was cut off`,
  fixes: [`rm ${shellWord(path)}`],
  cure: { kind: "remove", path },
});

async function tornWrites(world: World, folder: string): Promise<readonly string[]> {
  const names = (await world.files.list(folder)).filter((name) => TEMPORARY.test(name));
  const paths = names.map((name) => `${folder}/${name}`);
  const old = await Promise.all(paths.map((path) => isOlder(world, path, TORN_AFTER_MS)));
  return paths.filter((_, index) => old[index]);
}

async function isOlder(world: World, path: string, ms: number): Promise<boolean> {
  const facts = await world.files.facts(path);
  return facts?.kind === "file" && world.clock.now() - facts.modifiedMs > ms;
}
