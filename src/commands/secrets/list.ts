import { Flags } from "@oclif/core";
import { SecretsCommand } from "../../avb-command-secrets.ts";
import { credentialTables, type PrintedTables } from "../../flows/secrets/tables.ts";
import { credentialMarkdown, credentialText } from "../../ui/credential-page.ts";

/** `avb secrets list`: the inventory. */
export default class SecretsList extends SecretsCommand<PrintedTables> {
  static override summary = "List every third-party credential: what it is, where it belongs, when it is needed.";
  static override description = "No store is opened and no value is read; 'avb secrets status' says what is stored.";
  static override examples = [
    "<%= config.bin %> secrets list",
    "<%= config.bin %> secrets list --format markdown",
    "<%= config.bin %> secrets list --json",
  ];
  static override flags = {
    format: Flags.option({
      summary: "Print aligned text, Markdown or JSON.",
      options: ["table", "markdown", "json"] as const,
      default: "table" as const,
      env: "AVB_SECRETS_FORMAT",
    })(),
  };

  async run(): Promise<PrintedTables> {
    const { flags } = await this.parse(SecretsList);
    const result = await credentialTables(this.world(), "inventory");
    if (flags.format === "json") this.print(JSON.stringify(result, null, 2));
    else if (flags.format === "markdown") this.print(credentialMarkdown(result.tables));
    else this.print(credentialText(result.tables, process.stdout.columns));
    return result;
  }
}
