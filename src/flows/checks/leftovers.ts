import { type Check, type Finding, findings } from "../../domain/check.ts";
import { type Checkout, stateRootOf } from "../../domain/checkout.ts";
import { LIFECYCLE_MS } from "../../domain/lifecycle-facts.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { findOrphan } from "../start-sandbox.ts";
import { isOlder, privateTornWrites, tornWrites } from "../torn-writes.ts";
import { writtenFiles } from "../written-env.ts";

/** What commands that were killed have left in avb's folders. */
export const leftoversCheck: Check = {
  id: "leftovers",
  title: "Left-overs",
  looksAt: "temporary files of writes that were cut off, and the launch file of a start that was",
  run: async (world, { checkout }) => {
    const torn = [
      ...(await each(ownFolders(world, checkout), (folder) => tornWrites(world, folder))),
      ...(await each(await foldersOfFiles(world, checkout), (folder) => privateTornWrites(world, folder))),
    ];
    const launch = checkout.state.launch;
    const isCutOff = await isOlder(world, launch, LIFECYCLE_MS.serverStart);
    const orphan = isCutOff ? await findOrphan(world, checkout) : undefined;
    if (orphan !== undefined) {
      const says = `a start was cut off, and its server (pid ${orphan.pid}) goes on without a record`;
      return [{ state: "warn", says, fixes: ["avb dev down"] }];
    }
    const paths = [...torn, ...(isCutOff ? [launch] : [])];
    return findings(paths.map(leftover), "nothing is left over");
  },
};

type Look = (folder: string) => Promise<readonly string[]>;
const each = async (folders: readonly string[], look: Look) => (await Promise.all(folders.map(look))).flat();

const ownFolders = ({ host }: World, { id, state }: Checkout): readonly string[] => {
  const root = stateRootOf(host);
  return [root, state.directory, `${root}/credentials/${id}`, `${root}/credentials/${id}/rotations`];
};

/** Where files with secrets are written for others: the repository, and wherever else some were. */
async function foldersOfFiles(world: World, checkout: Checkout): Promise<readonly string[]> {
  const written = await writtenFiles(world, checkout).catch(() => []);
  return [...new Set([checkout.root, ...written.map(({ path }) => path.slice(0, path.lastIndexOf("/")))])];
}

const leftover = (path: string): Finding => ({
  state: "warn",
  says: `${path} was left by a command that was cut off`,
  fixes: [`rm ${shellWord(path)}`],
  cure: { kind: "remove", path },
});
