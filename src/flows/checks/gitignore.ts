import { type Check, type Finding, findings } from "../../domain/check.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { World } from "../../domain/world.ts";
import { git } from "../env-git.ts";
import { writtenFiles } from "../written-env.ts";

/** Files of a repository's root that hold what is one developer's alone. */
const PRIVATE = [".env", ".devenvrc.local"];

/** Whether git would commit what must stay here. */
export const gitignoreCheck: Check = {
  id: "gitignore",
  title: "Git",
  looksAt: "whether git ignores .env, .devenvrc.local and the env files that avb wrote, where they exist",
  run: async (world, { checkout }) => {
    const own = PRIVATE.map((name) => `${checkout.root}/${name}`);
    const paths = [...new Set([...own, ...(await writtenFiles(world, checkout)).map(({ path }) => path)])];
    const inside = await git(world, { folder: checkout.root }, "rev-parse", "--is-inside-work-tree");
    if (inside.exitCode !== 0) return [withoutRepository(inside.stderr)];
    const found = await Promise.all(paths.map((path) => pathFindings(world, checkout.root, path)));
    return findings(found.flat(), "git ignores every private file that is here");
  },
};

/** Git may also refuse to speak of a repository, such as one of another user. */
function withoutRepository(stderr: string): Finding {
  if (/not a git repository/i.test(stderr)) return { state: "ok", says: "there is no git repository to commit to" };
  const says = `git cannot be asked: ${stderr.trim().split("\n")[0]}`;
  return { state: "warn", says, fixes: ["see what `git status` says, and follow it"] };
}

async function pathFindings(world: World, root: string, path: string): Promise<readonly Finding[]> {
  if (!path.startsWith(`${root}/`) || (await world.files.facts(path)) === undefined) return [];
  const name = path.slice(root.length + 1);
  const word = shellWord(name);
  const tracked = await git(world, { folder: root }, "ls-files", "--error-unmatch", "--", name);
  if (tracked.exitCode === 0) {
    const fixes = [`git rm --cached ${word} && echo ${shellWord(`/${name}`)} >> .gitignore`] as const;
    return [{ state: "fail", says: `${path} is committed, and it is one developer's alone`, fixes }];
  }
  const ignored = await git(world, { folder: root }, "check-ignore", "--quiet", "--", name);
  if (ignored.exitCode === 0) return [];
  const fixes = [`echo ${shellWord(`/${name}`)} >> .gitignore`] as const;
  const says = `git does not ignore ${path}, so the next commit may take it`;
  return [{ state: "fail", says, fixes, cure: { kind: "ignore", path } }];
}
