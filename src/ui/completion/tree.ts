/** A flag as a shell completes it. */
export interface CompletionFlag {
  readonly name: string;
  readonly summary: string;
  readonly takesValue: boolean;
  /** The values it may have, where they are few and known. */
  readonly options: readonly string[];
}

/** A command as oclif's manifest describes it; the id is `topic:command`. */
export interface CompletionCommand {
  readonly id: string;
  readonly summary: string;
  readonly flags: readonly CompletionFlag[];
  /** What its arguments may be, where that is known. */
  readonly words: readonly string[];
}

/** What may come after a point of the command line: `""` is `avb` itself, `dev up` a command. */
export interface CompletionNode {
  readonly path: string;
  readonly words: readonly { readonly name: string; readonly summary: string }[];
  readonly flags: readonly CompletionFlag[];
}

/** Every point of the command line at which something can be completed, in alphabetical order. */
export function completionNodes(
  commands: readonly CompletionCommand[],
  topics: readonly { readonly name: string; readonly summary: string }[],
): readonly CompletionNode[] {
  const summaries = new Map(
    [...topics, ...commands.map(({ id, summary }) => ({ name: id, summary }))].map((one) => [one.name, one.summary]),
  );
  const nodes = new Map<string, { readonly words: Map<string, string>; flags: readonly CompletionFlag[] }>();
  const at = (id: string) => nodes.get(id) ?? nodes.set(id, { words: new Map(), flags: [] }).get(id);
  at("");
  for (const { id, flags, words } of commands) {
    const parts = id.split(":");
    for (const [index, part] of parts.entries()) {
      const here = parts.slice(0, index + 1).join(":");
      at(parts.slice(0, index).join(":"))?.words.set(part, summaries.get(here) ?? "");
    }
    const node = at(id);
    if (node === undefined) continue;
    node.flags = flags;
    for (const word of words) node.words.set(word, "");
  }
  return [...nodes]
    .map(([id, { words, flags }]) => ({
      path: id.replaceAll(":", " "),
      words: sorted([...words].map(([name, summary]) => ({ name, summary }))),
      flags: sorted(flags),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

const sorted = <Named extends { readonly name: string }>(named: readonly Named[]): readonly Named[] =>
  [...named].sort((one, other) => (one.name < other.name ? -1 : 1));

/** A text between single quotes, as bash and zsh read it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The first sentence of a summary without its full stop: a description has one line. */
export const briefly = (summary: string): string => summary.split("\n")[0]?.replace(/\.$/, "") ?? "";
