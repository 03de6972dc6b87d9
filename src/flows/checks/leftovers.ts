import { type Check, type Finding, findings } from "../../domain/check.ts";
import { stateRootOf } from "../../domain/checkout.ts";
import { LIFECYCLE_MS } from "../../domain/lifecycle-facts.ts";
import { shellWord } from "../../domain/shell-word.ts";
import { findOrphan } from "../start-sandbox.ts";
import { isOlder, tornWrites } from "../torn-writes.ts";

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
