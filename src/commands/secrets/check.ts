import { Args } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type CheckResult, check, requireGood } from "../../flows/secrets/check.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets check`: whether stored values have the forms that their vendors give them. */
export default class SecretsCheck extends SecretsCommand<CheckResult> {
  static override summary = "Judge the form of stored credentials; exit 14 when one cannot be right.";
  static override description =
    "Finds placeholders, slips of copying, keys of another vendor, keys that are not whole. No vendor is asked.";
  static override examples = ["<%= config.bin %> secrets check", "<%= config.bin %> secrets check jwt"];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = { ...environmentFlag, ...storeFlag };

  async run(): Promise<CheckResult> {
    const { argv, flags } = await this.parse(SecretsCheck);
    const result = await check(await this.opening(flags.environment), { ids: argv.map(String), store: flags.store });
    const rows = result.credentials.flatMap(({ id, fields }) =>
      fields.map((one) => [id, one.field, one.state, one.says]),
    );
    if (rows.length === 0) this.say(`the store ${flags.store} (${flags.environment}) holds no credential`);
    else this.print(textTable(["Credential", "Field", "Verdict", ""], rows, widthOf(process.stdout.columns)));
    requireGood(result);
    return result;
  }
}

const widthOf = (width: number | undefined) => (width === undefined ? {} : { width });
