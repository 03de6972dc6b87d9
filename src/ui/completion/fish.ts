import { briefly, type CompletionFlag, type CompletionNode } from "./tree.ts";

/** The script for fish: one function that finds the point of the command line, and a line for each word and flag. */
export function fishCompletion(nodes: readonly CompletionNode[]): string {
  const paths = nodes.map(({ path }) => quotedFish(path)).join(" ");
  const lines = nodes.flatMap(({ path, words, flags }) => {
    const when = `complete -c avb -n ${quotedFish(`__avb_at ${quotedFish(path)}`)}`;
    return [
      ...words.map(({ name, summary }) => `${when} -a ${quotedFish(name)}${description(summary)}`),
      ...flags.map((flag) => `${when} -l ${flag.name}${valueIn(flag)}${description(flag.summary)}`),
    ];
  });
  return `# fish completion of avb. To keep it:
#   avb completion fish > ~/.config/fish/completions/avb.fish
function __avb_at
    set -l here ''
    for word in (commandline -opc)[2..]
        test "$word" = --; and return 1
        set -l next (string trim -- "$here $word")
        contains -- "$next" ${paths}; and set here "$next"
    end
    test "$here" = "$argv[1]"
end
complete -c avb -f
${lines.join("\n")}
`;
}

/** A text between single quotes, as fish reads it. */
const quotedFish = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function description(summary: string): string {
  const text = briefly(summary);
  return text === "" ? "" : ` -d ${quotedFish(text)}`;
}

/** Known values are offered alone; for others files are. */
function valueIn({ takesValue, options }: CompletionFlag): string {
  if (!takesValue) return "";
  return options.length === 0 ? " -r -F" : ` -x -a ${quotedFish(options.join(" "))}`;
}
