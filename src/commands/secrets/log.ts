import { Args, Flags } from "@oclif/core";
import { SecretsCommand } from "../../avb-command-secrets.ts";
import { wholeNumber } from "../../domain/whole-number.ts";
import { type AccessLine, accessLines } from "../../flows/secrets/access-log.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { textTable } from "../../ui/table.ts";

interface LogResult {
  readonly lines: readonly AccessLine[];
}

/** `avb secrets log`: who read or changed which credential. */
export default class SecretsLog extends SecretsCommand<LogResult> {
  static override summary = "Print who read or changed which credential in which store, and when; never a value.";
  static override description =
    "Every access of this checkout to a store is a line in avb's state folder, whatever came of it; what a store does not have is no access. The newest lines stay, about a megabyte.";
  static override examples = ["<%= config.bin %> secrets log", "<%= config.bin %> secrets log openai --last 5"];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = {
    last: Flags.string({ summary: "Print so many lines at most; 50 unless it is said.", env: "AVB_SECRETS_LAST" }),
  };

  async run(): Promise<LogResult> {
    const { argv, flags } = await this.parse(SecretsLog);
    const last = wholeNumber("--last", flags.last ?? "50", { from: 1, to: 100_000, usual: 50 });
    const { tools } = await this.opening("dev");
    const ids = argv.map(String);
    const lines = (await accessLines(tools)).filter(({ id }) => ids.length === 0 || ids.includes(id)).slice(-last);
    const rows = lines.map(({ fields, environment, store, ...line }) => [
      ...[line.at, line.who, line.command, `${store} (${environment})`, line.id, fields.join(", ")],
      ...[line.verb, line.outcome],
    ]);
    if (rows.length === 0) this.say("no credential was read or changed here yet");
    else this.print(textTable(["When", "Who", "Command", "Store", "Credential", "Fields", "Verb", "Outcome"], rows));
    return { lines };
  }
}
