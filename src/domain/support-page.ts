/** One part of what is handed to whoever helps. */
export interface SupportPart {
  readonly title: string;
  readonly text: string;
}

/** The parts as one Markdown page, which a person can read before handing it on; foreign text stands indented, so that none of it is markup. */
export function supportPage(parts: readonly SupportPart[]): string {
  const intro =
    "What avb knows of this checkout and this machine. Secrets are masked and the home folder is `~`; read it before you hand it on.";
  const bodies = parts.map(({ title, text }) => `## ${title}\n\n${indented(text)}`);
  return `# avb support\n\n${intro}\n\n${bodies.join("\n\n")}\n`;
}

const indented = (text: string): string =>
  (text.trimEnd() || "nothing")
    .split("\n")
    .map((line) => `    ${line}`.trimEnd())
    .join("\n");
