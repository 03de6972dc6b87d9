import type { CredentialTable } from "../domain/credential-table.ts";
import { isBroken, type QuotaFinding } from "../domain/quota-finding.ts";
import { credentialMarkdown, credentialText } from "./credential-page.ts";
import { markdownTable, textTable } from "./table.ts";

/** What there is to say of quotas: the tables, where costs are watched, and the vendors' word where they were asked. */
interface QuotaTexts {
  readonly tables: readonly CredentialTable[];
  readonly costs: readonly string[];
  readonly live?: readonly { readonly id: string; readonly findings: readonly QuotaFinding[] }[];
}

const HEADERS = ["Credential", "Figure", "Verdict", ""];

/** The quota table for people, or as Markdown. */
export function quotaPage({ tables, costs, live }: QuotaTexts, format: "table" | "markdown", width?: number): string {
  const rows = live?.flatMap(({ id, findings }) => findings.map((one) => [id, one.what, verdictOf(one), one.says]));
  if (format === "markdown")
    return [
      credentialMarkdown(tables),
      `### Cost Monitoring\n\n${costs.join("\n")}`,
      ...(rows === undefined ? [] : [`### At the vendors\n\n${markdownTable(HEADERS, rows)}`]),
    ].join("\n");
  const asked = rows === undefined ? [] : ["", textTable(HEADERS, rows, width === undefined ? {} : { width })];
  return [credentialText(tables, width), costs.join("\n").replaceAll("**", ""), ...asked].join("\n");
}

const verdictOf = (finding: QuotaFinding): string => (isBroken(finding) ? finding.state.toUpperCase() : finding.state);
