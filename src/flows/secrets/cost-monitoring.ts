import { CREDENTIALS } from "../../credentials/catalogue.ts";

/** Where costs are watched, a line each: the document's address, and today's where it has moved. */
export const costMonitoring = (): readonly string[] =>
  CREDENTIALS.flatMap(({ title, costs }) => {
    if (costs === undefined) return [];
    const now = costs.now === undefined ? "" : ` (today: ${costs.now})`;
    return [`- **${title}**: ${costs.text} at ${costs.url}${now}`];
  });
