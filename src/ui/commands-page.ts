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
  const usage = [bin, spaced(id), ...args.map(argumentOf), ...(flags.length > 0 ? ["[flags]"] : [])].join(" ");
  return [
    `\n## ${bin} ${spaced(id)}\n`,
    ...(description === undefined || description === summary ? [summary] : [summary, "", description]),
    `\n    ${usage}`,
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
    ...(examples.length === 0 ? [] : ["", ...examples.map((example) => exampleText(example, bin))]),
  ].join("\n");
}

const argumentOf = ({ name, required }: { readonly name: string; readonly required?: boolean }): string =>
  required ? name.toUpperCase() : `[${name.toUpperCase()}]`;

function flagRow({ name, env = "", summary = "", ...flag }: DocumentedFlag): readonly string[] {
  const value = flag.helpValue ?? flag.options?.join("|") ?? "VALUE";
  const shown = flag.type === "boolean" ? `--${name}` : `--${name} ${value}`;
  const notes = [
    ...(flag.multiple
      ? [flag.delimiter === "," ? "May be repeated; takes several values between commas." : "May be repeated."]
      : []),
    ...(flag.default === undefined || flag.default === false ? [] : [`Default: ${String(flag.default)}.`]),
  ];
  return [`\`${shown}\``, env === "" ? "" : `\`${env}\``, [summary, ...notes].join(" ")];
}

function exampleText(
  example: string | { readonly description?: string; readonly command: string },
  bin: string,
): string {
  const { description, command } = typeof example === "string" ? { description: undefined, command: example } : example;
  const line = `    ${command.replaceAll("<%= config.bin %>", bin)}`;
  return description === undefined ? line : `${description}\n\n${line}\n`;
}
