import type { GuideStep } from "../domain/credential.ts";

/** A guide as a page of Markdown: numbered steps with their names and addresses, and what is not as the document has it. */
export function guidePage(title: string, steps: readonly GuideStep[]): string {
  const lines = steps.flatMap(({ text, details = [], url, was, because, field }, index) => [
    `${index + 1}. ${text}${field === undefined ? "" : ` (\`${field}\`)`}`,
    ...details.map((one) => `   - ${one}`),
    ...(url === undefined ? [] : [`   - ${url}`]),
    ...(was === undefined ? [] : [`   - The document says: ${was}. Today: ${because ?? ""}.`]),
  ]);
  return `## ${title}\n\n${lines.join("\n")}\n`;
}
