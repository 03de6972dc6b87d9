import { Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type RotationResult, rotation, rotationCalendar } from "../../flows/secrets/rotation.ts";
import { credentialTables } from "../../flows/secrets/tables.ts";
import { credentialMarkdown, credentialText } from "../../ui/credential-page.ts";
import { dueText } from "../../ui/credential-status.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets rotation`: the schedule. */
export default class SecretsRotation extends SecretsCommand<RotationResult> {
  static override summary = "Print the rotation schedule, and where each credential stands today.";
  static override description =
    "Dates count from the day a credential was stored. What nobody has stored yet is 'not provisioned' and never overdue. The calendar reminds 14 and 3 days before.";
  static override examples = [
    "<%= config.bin %> secrets rotation",
    "<%= config.bin %> secrets rotation --format ics > rotation.ics",
    "<%= config.bin %> secrets rotation --format markdown",
  ];
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    format: Flags.option({
      summary: "Print aligned text, Markdown, JSON or a calendar.",
      options: ["table", "markdown", "json", "ics"] as const,
      default: "table" as const,
      env: "AVB_SECRETS_FORMAT",
    })(),
  };

  async run(): Promise<RotationResult> {
    const { flags } = await this.parse(SecretsRotation);
    const secrets = await this.opening(flags.environment);
    const result = await rotation(secrets, secrets.chosen(flags.store));
    const { tables } = await credentialTables(this.world(), "rotation");
    if (flags.format === "json") this.print(JSON.stringify(result, null, 2));
    else if (flags.format === "ics") this.print(rotationCalendar(result, secrets.tools.world.clock.now()));
    else if (flags.format === "markdown") this.print(credentialMarkdown(tables));
    else {
      const rows = result.credentials.map((one) => [one.id, one.frequency, one.next ?? "-", dueText(one), one.owner]);
      const today = textTable(["ID", "Frequency", "Next", `On ${result.today}`, "Owner"], rows);
      this.print(`${credentialText(tables, process.stdout.columns)}\n${today}`);
    }
    return result;
  }
}
