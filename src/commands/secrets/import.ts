import { Args, Flags } from "@oclif/core";
import { environmentFlag, passphraseFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { requireWhole } from "../../flows/secrets/copy.ts";
import { type ImportResult, importFile } from "../../flows/secrets/import-file.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets import`: a file's credentials into a store. */
export default class SecretsImport extends SecretsCommand<ImportResult> {
  static override summary = "Store the credentials of a dotenv or JSON file, or of either sealed with age to your key.";
  static override description =
    "One value that cannot be right, and nothing is stored. The file stays: remove it when you are done.";
  static override examples = [
    "<%= config.bin %> secrets import .env --plan",
    { description: "Fields by credential:", command: "<%= config.bin %> secrets import credentials.json" },
  ];
  static override args = { file: Args.string({ description: "The file.", required: true }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag, ...passphraseFlag },
    plan: Flags.boolean({ summary: "Say what would be stored, and write nothing.", env: "AVB_PLAN" }),
    unchecked: Flags.boolean({ summary: "Store values whatever their form.", env: "AVB_SECRETS_UNCHECKED" }),
  };

  async run(): Promise<ImportResult> {
    const { args, flags } = await this.parse(SecretsImport);
    const { environment, plan, unchecked, passphrase } = flags;
    const secrets = await this.opening(environment, { passphrase });
    const store = secrets.chosen(flags.store);
    const result = await importFile(secrets, { path: args.file, store, plan, unchecked });
    const rows = result.credentials.map(({ id, outcome, fields, why }) => [id, outcome, why ?? fields.join(", ")]);
    if (rows.length === 0) this.say(`${args.file} holds no credential of ${environment}`);
    else this.print(textTable(["Credential", "", "Fields"], rows));
    if (result.placeholders.length > 0) this.say(`placeholders, and left out: ${result.placeholders.join(", ")}`);
    if (result.unknown.length > 0) this.say(`not a credential's, and left out: ${result.unknown.join(", ")}`);
    this.found(result);
    requireWhole({ ...result, to: store });
    return result;
  }
}
