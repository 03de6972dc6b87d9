import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand } from "../../avb-command-secrets.ts";
import { STORE_IDS } from "../../domain/credential-store.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { type StatusResult, status } from "../../flows/secrets/status.ts";
import { statusTable } from "../../ui/credential-status.ts";

/** `avb secrets status`: what is stored where. */
export default class SecretsStatus extends SecretsCommand<StatusResult> {
  static override summary = "Say what each store holds of each credential, how old it is and when it must be replaced.";
  static override description =
    "No value is shown. 'Differs' names fields that two stores hold different values of. A store that cannot be read is told, and ends the command with its status.";
  static override examples = [
    "<%= config.bin %> secrets status",
    "<%= config.bin %> secrets status openai --store local",
  ];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = {
    ...environmentFlag,
    store: Flags.option({
      summary: "Look into this store alone.",
      options: STORE_IDS,
      multiple: true,
      env: "AVB_SECRETS_STORES",
    })(),
  };

  async run(): Promise<StatusResult> {
    const { argv, flags } = await this.parse(SecretsStatus);
    const secrets = await this.opening(flags.environment);
    const result = await status(secrets, { ids: argv.map(String), ...(flags.store && { stores: flags.store }) });
    this.print(statusTable(result.credentials, process.stdout.columns));
    for (const { store, why, code, exit } of result.unread) {
      this.caution(`the store ${store} was not read: ${why} [${code}]`);
      process.exitCode = exit;
    }
    return result;
  }
}
