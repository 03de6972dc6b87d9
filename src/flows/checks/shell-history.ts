import { typedSecretIn } from "../../credentials/typed-secrets.ts";
import { type Check, type Finding, findings } from "../../domain/check.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { shellWord } from "../../domain/shell-word.ts";
import type { Host, World } from "../../domain/world.ts";

const MOST_BYTES = 16 * 1024 * 1024;

/** The history files of the usual shells, and the one that this shell names. */
const historyFiles = ({ env, home }: Host): readonly string[] => {
  const data = env.XDG_DATA_HOME?.startsWith("/") ? env.XDG_DATA_HOME : `${home}/.local/share`;
  const named = env.HISTFILE?.startsWith("/") ? [env.HISTFILE] : [];
  const usual = [".bash_history", ".zsh_history", ".histfile", ".sh_history", ".ksh_history"];
  return [...new Set([...named, ...usual.map((name) => `${home}/${name}`), `${data}/fish/fish_history`])];
};

/** Secrets that were typed into a command. */
export const shellHistoryCheck: Check = {
  id: "shell-history",
  title: "Shell history",
  looksAt:
    "the history files of bash, zsh, ksh and fish: lines that gave a secret as a word to put-secret-value, vault kv put, az keyvault or kubectl",
  run: async (world) => {
    const found = await Promise.all(historyFiles(world.host).map((path) => fileFindings(world, path)));
    return findings(found.flat(), "no line of a history file holds a secret for a store");
  },
};

async function fileFindings(world: World, path: string): Promise<readonly Finding[]> {
  const file = await world.files.readRegular(path, MOST_BYTES).catch((error: unknown) => {
    if (error instanceof AvbError) return undefined;
    throw error;
  });
  if (file === undefined) return [];
  const typed = new TextDecoder().decode(file.bytes).split("\n").map(typedSecretIn);
  const lines = typed.flatMap((what, at) => (what === undefined ? [] : [{ what, line: at + 1 }]));
  const [first] = lines;
  if (first === undefined) return [];
  const more = lines.length === 1 ? "" : `, and ${lines.length - 1} more such lines`;
  const says = `${path}:${first.line} typed a secret into '${first.what}'${more}`;
  const places = lines.map(({ line }) => `${line}d`).join(";");
  const fixes = [
    `take the lines out: sed -i.bak '${places}' ${shellWord(path)} && rm ${shellWord(`${path}.bak`)}`,
    "replace what was typed, and give values to avb on stdin: avb secrets set ID < FILE",
  ] as const;
  return [{ state: "warn", says, fixes }];
}
