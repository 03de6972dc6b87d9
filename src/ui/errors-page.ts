import type { ErrorEntry, ErrorTable } from "../domain/errors/entry.ts";
import { EXIT } from "../domain/exit-codes.ts";
import { markdownTable } from "./table.ts";

/** What each exit status means, for people; the numbers are a contract, the words are not. */
const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "done",
  bug: "avb itself failed",
  usage: "the command line cannot be understood, or asks for what does not exist",
  config: "configuration or another input is invalid",
  untrusted: "the repository's configuration is not trusted yet",
  prerequisite: "something that avb needs is missing or too old",
  engine: "the container engine cannot be reached, or hangs",
  port: "a port is taken, or none is left",
  notReady: "something was started and did not become usable",
  seed: "a seed failed",
  secretStore: "a store of secrets refused, or is damaged",
  busy: "another avb changes this stack",
  disk: "a file cannot be read or written",
  teardown: "something is left after the end",
  drift: "a check failed, or a file is not what it should be",
  production: "this would touch production",
  hangup: "ended because the terminal was closed",
  interrupt: "ended by Ctrl-C",
  terminate: "ended by a signal",
};

const PREFACE = `# Errors

Every error has a stable code and an exit status that scripts may rely on; its sentences may change. On a terminal it is one line,
\`avb: place: what is wrong. Fix: what cures it. [CODE]\`; with \`--json\` it is the object \`error\` of the answer, with
\`code\`, \`exit\`, \`message\` and \`fixes\`. Words in _italics_ stand for the facts of the case.

Printed from the tables in \`src/domain/errors\` by \`npm run docs\`.
`;

/** The whole table of errors as a page of the documentation, by exit status and code. */
export function errorsPage(errors: ErrorTable): string {
  const statuses = Object.entries(EXIT);
  const table = markdownTable(
    ["Status", "Meaning"],
    statuses.map(([name, exit]) => [String(exit), meaningOf(name)]),
  );
  const sections = statuses.flatMap(([name, exit]) => section(errors, `Status ${exit}: ${meaningOf(name)}`, exit));
  return `${[PREFACE, "## Exit statuses\n", table, ...sections].join("\n")}\n`;
}

const meaningOf = (name: string): string => Object.entries(MEANINGS).find(([known]) => known === name)?.[1] ?? name;

function section(errors: ErrorTable, title: string, exit: number): readonly string[] {
  const rows = Object.entries(errors)
    .filter(([, entry]) => entry.exit === exit)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return rows.length === 0 ? [] : [`\n## ${title}`, ...rows.map(([code, entry]) => errorText(code, entry))];
}

function errorText(code: string, { says, fixes }: ErrorEntry): string {
  const cures = fixes.map((fix) => `- ${withFacts(fix)}`);
  return [`\n### ${code}`, "", `${sentence(withFacts(says))}`, "", ...cures].join("\n");
}

/** Angle brackets would be taken for HTML; line ends would end the list. */
const withFacts = (text: string): string =>
  text
    .replaceAll("<", "&lt;")
    .replaceAll("\n", " ")
    .replaceAll("*", "\\*")
    .replace(/\{(\w+)\}/g, "_$1_");

/** avb's own name keeps its small letter. */
const sentence = (text: string): string =>
  text.startsWith("avb ") ? `${text}.` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
