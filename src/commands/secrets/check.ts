import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type CheckResult, check, requireGood } from "../../flows/secrets/check.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { checkRows } from "../../ui/credential-check.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets check`: whether stored values have the forms that their vendors give them, and whether these take them. */
export default class SecretsCheck extends SecretsCommand<CheckResult> {
  static override summary =
    "Judge stored credentials by their form, and with --live by their vendor's word; exit 14 on a bad one.";
  static override description =
    "Finds placeholders, slips of copying, keys of another vendor, keys that are not whole. No vendor is asked unless --live is given: then each takes one question that changes nothing. Exit 8 when a vendor gave no verdict.";
  static override examples = ["<%= config.bin %> secrets check", "<%= config.bin %> secrets check jwt"];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    live: Flags.boolean({ summary: "Ask the vendors whether they take them.", env: "AVB_SECRETS_LIVE" }),
  };

  async run(): Promise<CheckResult> {
    const { argv, flags } = await this.parse(SecretsCheck);
    const live = flags.live ? { live: { signal: this.signal } } : {};
    const secrets = await this.opening(flags.environment);
    const store = secrets.chosen(flags.store);
    const result = await check(secrets, { ids: argv.map(String), store, ...live });
    this.found(result);
    const rows = checkRows(result.credentials);
    if (rows.length === 0) this.say(`the store ${store} (${flags.environment}) holds no credential`);
    else this.print(textTable(["Credential", "Field", "Verdict", ""], rows, widthOf(process.stdout.columns)));
    requireGood(result);
    return result;
  }
}

const widthOf = (width: number | undefined) => (width === undefined ? {} : { width });
