import { Args, Flags } from "@oclif/core";
import { environmentFlag, passphraseFlag, SecretsCommand } from "../../avb-command-secrets.ts";
import { STORE_IDS } from "../../domain/credential-store.ts";
import { type CopyResult, copy, requireWhole } from "../../flows/secrets/copy.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets copy`: from one store into another. */
export default class SecretsCopy extends SecretsCommand<CopyResult> {
  static override summary = "Copy credentials from one store into another.";
  static override description =
    "What the other store could not hold, or what cannot be right by its form, is refused with the reason; the others are stored. Production's credentials are never copied to this machine.";
  static override examples = [
    "<%= config.bin %> secrets copy --from dotenv --to local --plan",
    "<%= config.bin %> secrets copy --from env --to local",
  ];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = {
    ...{ ...environmentFlag, ...passphraseFlag },
    from: Flags.option({ summary: "Read this store.", options: STORE_IDS, required: true, env: "AVB_SECRETS_FROM" })(),
    to: Flags.option({ summary: "Write this store.", options: STORE_IDS, required: true, env: "AVB_SECRETS_TO" })(),
    plan: Flags.boolean({ summary: "Say what would be done, and write nothing.", env: "AVB_PLAN" }),
  };

  async run(): Promise<CopyResult> {
    const { argv, flags } = await this.parse(SecretsCopy);
    const { environment, from, to, plan, passphrase } = flags;
    const result = await copy(await this.opening(environment, { passphrase }), {
      from,
      to,
      plan,
      ids: argv.map(String),
    });
    const rows = result.credentials
      .filter(({ outcome }) => outcome !== "absent")
      .map(({ id, outcome, fields, why }) => [id, outcome, why ?? fields.join(", ")]);
    if (rows.length === 0) this.say(`${from} holds none of them`);
    else this.print(textTable(["Credential", "", ""], rows));
    this.found(result);
    if (!plan) requireWhole(result);
    return result;
  }
}
