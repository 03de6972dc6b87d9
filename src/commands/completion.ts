import { Args, type Command } from "@oclif/core";
import { AvbCommand } from "../avb-command.ts";
import { bashCompletion } from "../ui/completion/bash.ts";
import { fishCompletion } from "../ui/completion/fish.ts";
import { type CompletionCommand, type CompletionNode, completionNodes } from "../ui/completion/tree.ts";
import { zshCompletion } from "../ui/completion/zsh.ts";

const SHELLS: Readonly<Record<string, (nodes: readonly CompletionNode[]) => string>> = {
  bash: bashCompletion,
  fish: fishCompletion,
  zsh: zshCompletion,
};

/** `avb completion`: a script that a shell reads; it asks nothing of avb while a person types. */
export default class Completion extends AvbCommand<{ shell: string; script: string }> {
  static override summary = "Print the completion script of a shell.";
  static override description =
    "Load it for this session, or keep it where the shell looks for such scripts: the first lines say where.";
  static override examples = [
    { description: "bash, now:", command: 'eval "$(<%= config.bin %> completion bash)"' },
    { description: "fish, kept:", command: "<%= config.bin %> completion fish > ~/.config/fish/completions/avb.fish" },
    { description: "zsh, kept:", command: "<%= config.bin %> completion zsh > ~/.zsh/completions/_avb" },
  ];
  static override args = {
    shell: Args.string({ description: "The shell that will read it.", options: Object.keys(SHELLS), required: true }),
  };

  async run(): Promise<{ shell: string; script: string }> {
    const { args } = await this.parse(Completion);
    const commands = this.config.commands.filter(({ hidden }) => !hidden).map(described);
    const topics = this.config.topics.map(({ name, description = "" }) => ({ name, summary: description }));
    const script = SHELLS[args.shell]?.(completionNodes(commands, topics)) ?? "";
    this.print(script);
    return { shell: args.shell, script };
  }
}

function described({ id, summary = "", flags, args, completions }: Command.Loadable): CompletionCommand {
  return {
    id,
    summary,
    flags: Object.values(flags)
      .filter(({ hidden }) => !hidden)
      .map(flagOf),
    words: [...Object.values(args).flatMap(({ options = [] }) => options), ...wordsIn(completions)],
  };
}

/** Words that a command names beside the options of its arguments, because others are allowed too. */
const wordsIn = (completions: unknown): readonly string[] =>
  Array.isArray(completions) ? completions.filter((word) => typeof word === "string") : [];

const flagOf = (flag: Command.Flag.Cached) => ({
  name: flag.name,
  summary: flag.summary ?? "",
  takesValue: flag.type === "option",
  options: flag.type === "option" ? (flag.options ?? []) : [],
});
