import { markdownTable } from "./table.ts";

/** A flag as oclif's manifest describes it, as far as the page shows it. */
export interface DocumentedFlag {
  readonly name: string;
  readonly type: "boolean" | "option";
  readonly summary?: string;
  readonly env?: string;
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly multiple?: boolean;
  /** Whether `--no-<name>` turns it off. */
  readonly allowNo?: boolean;
  readonly delimiter?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly helpValue?: string | readonly string[];
  readonly helpGroup?: string;
}

/** A command as oclif's manifest describes it, as far as the page shows it. */
export interface DocumentedCommand {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  /** The command's own line of usage, where arguments and flags do not tell it all. */
  readonly usage?: string | readonly string[];
  readonly examples?: readonly (string | { readonly description?: string; readonly command: string })[];
  readonly flags: Readonly<Record<string, DocumentedFlag>>;
  readonly args: Readonly<
    Record<string, { readonly name: string; readonly description?: string; readonly required?: boolean }>
  >;
}

const GLOBAL = "GLOBAL";

const PREFACE = `# Commands

Every flag has a variable of the same meaning; a flag wins over its variable. \`--json\` prints one object, \`ok\`, \`command\`, \`data\`,
\`error\` and \`warnings\`, on stdout; \`--quiet\` (\`AVB_QUIET\`) leaves the story on stderr out, \`--verbose\` (\`AVB_VERBOSE\`) says more.

Printed from the commands themselves by \`npm run docs\`.
`;

/** Every command with its usage, arguments, flags and examples, as a page of the documentation. */
export function commandsPage(commands: readonly DocumentedCommand[], bin = "avb"): string {
  const shown = commands.filter(({ hidden }) => !hidden).sort((one, other) => (one.id < other.id ? -1 : 1));
  const index = markdownTable(
    ["Command", "Purpose"],
    shown.map(({ id, summary = "" }) => [`[\`${bin} ${spaced(id)}\`](#${bin}-${id.replaceAll(":", "-")})`, summary]),
  );
  return `${[PREFACE, index, ...shown.map((command) => commandText(command, bin).trimEnd())].join("\n")}\n`;
}

const spaced = (id: string): string => id.replaceAll(":", " ");

function commandText(command: DocumentedCommand, bin: string): string {
  const { id, summary = "", description, examples = [] } = command;
  const flags = Object.values(command.flags).filter(
    ({ hidden, helpGroup, name }) => !hidden && helpGroup !== GLOBAL && name !== "json",
  );
  const args = Object.values(command.args);
  const usage = command.usage === undefined ? usageOf(command, flags.length > 0) : [command.usage].flat().join("\n");
  return [
    `\n## ${bin} ${spaced(id)}\n`,
    ...(description === undefined || description === summary ? [summary] : [summary, "", description]),
    `\n    ${bin} ${usage}`,
    ...(args.length === 0
      ? []
      : [
          "",
          markdownTable(
            ["Argument", "Meaning"],
            args.map((one) => [`\`${one.name}\``, one.description ?? ""]),
          ),
        ]),
    ...(flags.length === 0 ? [] : ["", markdownTable(["Flag", "Variable", "Meaning"], flags.map(flagRow))]),
    ...(examples.length === 0 ? [] : ["", exampleTexts(examples, bin)]),
  ].join("\n");
}

const usageOf = ({ id, args }: DocumentedCommand, hasFlags: boolean): string =>
  [spaced(id), ...Object.values(args).map(argumentOf), ...(hasFlags ? ["[flags]"] : [])].join(" ");

const argumentOf = ({ name, required }: { readonly name: string; readonly required?: boolean }): string =>
  required ? name.toUpperCase() : `[${name.toUpperCase()}]`;

function flagRow({ name, env = "", summary = "", ...flag }: DocumentedFlag): readonly string[] {
  const value = flag.helpValue ?? flag.options?.join("|") ?? "VALUE";
  const shown = flag.type === "boolean" ? switchOf(name, flag.allowNo) : `--${name} ${value}`;
  const notes = [
    ...(flag.multiple
      ? [flag.delimiter === "," ? "May be repeated; takes several values between commas." : "May be repeated."]
      : []),
    ...(isSaid(flag.default) ? [`Default: ${String(flag.default)}.`] : []),
  ];
  return [`\`${shown}\``, env === "" ? "" : `\`${env}\``, [summary, ...notes].join(" ")];
}

const switchOf = (name: string, allowNo = false): string => (allowNo ? `--${name}, --no-${name}` : `--${name}`);

/** Nothing, no and an empty text or list are what anybody expects of a flag that is left out. */
const isSaid = (value: unknown): boolean => value !== undefined && value !== false && String(value) !== "";

type Example = NonNullable<DocumentedCommand["examples"]>[number];

/** Commands without a caption follow each other; a caption and what belongs to it stand apart. */
function exampleTexts(examples: readonly Example[], bin: string): string {
  const shown = examples.map((example) => (typeof example === "string" ? { command: example } : example));
  const lines = shown.flatMap(({ description, command }, index) => {
    const isApart = index > 0 && (description !== undefined || shown[index - 1]?.description !== undefined);
    const caption = description === undefined ? [] : [description, ""];
    return [...(isApart ? [""] : []), ...caption, `    ${command.replaceAll("<%= config.bin %>", bin)}`];
  });
  return lines.join("\n");
}
