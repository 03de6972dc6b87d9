import { Flags } from "@oclif/core";
import { SecretsCommand } from "../../avb-command-secrets.ts";
import { costMonitoring } from "../../flows/secrets/cost-monitoring.ts";
import { credentialTables, type PrintedTables } from "../../flows/secrets/tables.ts";
import { credentialMarkdown, credentialText } from "../../ui/credential-page.ts";

/** `avb secrets quotas`: rate limits, quotas and cost controls. */
export default class SecretsQuotas extends SecretsCommand<PrintedTables> {
  static override summary = "Print rate limits, quotas and cost controls, and where costs are watched.";
  static override description =
    "The figures are the document's; what has changed since stands beside them. A file for programs: 'avb secrets export quotas.json'.";
  static override examples = ["<%= config.bin %> secrets quotas", "<%= config.bin %> secrets quotas --format markdown"];
  static override flags = {
    format: Flags.option({
      summary: "Print aligned text, Markdown or JSON.",
      options: ["table", "markdown", "json"] as const,
      default: "table" as const,
      env: "AVB_SECRETS_FORMAT",
    })(),
  };

  async run(): Promise<PrintedTables> {
    const { flags } = await this.parse(SecretsQuotas);
    const result = await credentialTables(this.world(), "quotas");
    const costs = costMonitoring().join("\n");
    if (flags.format === "json") this.print(JSON.stringify(result, null, 2));
    else if (flags.format === "markdown")
      this.print(`${credentialMarkdown(result.tables)}\n### Cost Monitoring\n\n${costs}`);
    else this.print(`${credentialText(result.tables, process.stdout.columns)}\n${costs.replaceAll("**", "")}`);
    return result;
  }
}
