import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand } from "../../avb-command-secrets.ts";
import { STORE_IDS } from "../../domain/credential-store.ts";
import { type DiffResult, diffStores, requireSame } from "../../flows/secrets/diff.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { textTable } from "../../ui/table.ts";

/** `avb secrets diff`: two stores, field by field. */
export default class SecretsDiff extends SecretsCommand<DiffResult> {
  static override summary = "Compare two stores by fingerprint.";
  static override examples = [
    "<%= config.bin %> secrets diff --from dotenv --to local",
    "<%= config.bin %> secrets diff --from env --to local openai",
  ];
  static override strict = false;
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "Only these credentials." }) };
  static override flags = {
    ...environmentFlag,
    from: Flags.option({ summary: "One store.", options: STORE_IDS, required: true, env: "AVB_SECRETS_FROM" })(),
    to: Flags.option({ summary: "The other.", options: STORE_IDS, required: true, env: "AVB_SECRETS_TO" })(),
    "exit-code": Flags.boolean({ summary: "Exit 14 when they differ.", env: "AVB_SECRETS_EXIT_CODE" }),
  };

  async run(): Promise<DiffResult> {
    const { argv, flags } = await this.parse(SecretsDiff);
    const { environment, from, to } = flags;
    const result = await diffStores(await this.opening(environment), { from, to, ids: argv.map(String) });
    const rows = result.fields.map((one) => [
      one.id,
      one.field,
      worded(one.state, from, to),
      one.from ?? "-",
      one.to ?? "-",
    ]);
    if (rows.length === 0) this.say(`neither ${from} nor ${to} holds any of them`);
    else this.print(textTable(["Credential", "Field", "", from, to], rows));
    if (flags["exit-code"]) requireSame(result);
    return result;
  }
}

const worded = (state: string, from: string, to: string): string =>
  state === "only in from" ? `only in ${from}` : state === "only in to" ? `only in ${to}` : state;
