import { CREDENTIALS } from "../../credentials/catalogue.ts";
import { readDotenv } from "../../credentials/dotenv.ts";
import { realSecret } from "../../credentials/looks-real.ts";
import { type Check, type Finding, findings } from "../../domain/check.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { printable } from "../../domain/printable.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { git } from "../env-git.ts";
import { readWithin } from "../read-within.ts";

const MOST_BYTES = 1024 * 1024;
const MOST_FILES = 200;
/** Env files by any name, examples too: a real value in an example is committed all the same. */
const PATTERNS = [":(glob)**/.env", ":(glob)**/.env.*", ":(glob)**/*.env"];

/** Env files that git has, with values that are no placeholders. */
export const committedSecretsCheck: Check = {
  id: "committed-secrets",
  title: "Committed secrets",
  looksAt: "the env files that git tracks, examples too: whether a value in them is a real third-party credential",
  run: async (world, { checkout: { root } }) => {
    const listed = await git(world, { folder: root }, "ls-files", "-z", "--", ...PATTERNS);
    if (listed.exitCode !== 0) return [{ state: "ok", says: "git tracks no env file" }];
    const paths = listed.stdout.split("\0").filter((path) => path !== "");
    const found = await Promise.all(paths.slice(0, MOST_FILES).map((path) => fileFindings(world, root, path)));
    return findings(found.flat(), "no env file that git tracks holds a third-party credential");
  },
};

async function fileFindings(world: World, root: string, name: string): Promise<readonly Finding[]> {
  const path = `${root}/${name}`;
  const file = await readWithin(world, { root, path, maxBytes: MOST_BYTES }).catch((error: unknown) => {
    if (error instanceof AvbError) return undefined;
    throw error;
  });
  if (file === undefined) return [];
  return readDotenv(new TextDecoder().decode(file.bytes)).entries.flatMap((entry): readonly Finding[] => {
    const form = realSecret(CREDENTIALS, entry);
    if (form === undefined) return [];
    const word = shellWord(name);
    const fixes = [
      "replace the value at its vendor: it stays in git's history (see avb secrets rotation)",
      `git rm --cached ${word} && echo ${shellWord(`/${name}`)} >> .gitignore`,
    ] as const;
    const says = `${printable(path)}:${entry.line}: ${printable(entry.name)} holds a real ${form}, and git tracks the file`;
    return [{ state: "fail", says, fixes }];
  });
}
