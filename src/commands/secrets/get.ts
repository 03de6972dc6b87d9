import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { type GetResult, getCredential, historyOf } from "../../flows/secrets/get.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";
import { gotText, pairsText } from "../../ui/credential-status.ts";
import { textTable } from "../../ui/table.ts";

type Got = GetResult | { readonly versions: Awaited<ReturnType<typeof historyOf>> };

/** `avb secrets get`: a credential of a store. */
export default class SecretsGet extends SecretsCommand<Got> {
  static override summary = "Print a stored credential: its fingerprints, or with --reveal its values.";
  static override description =
    "A fingerprint is the beginning of the value's sha256. With --reveal, one field is printed as it is and several as JSON.";
  static override examples = [
    "<%= config.bin %> secrets get jwt",
    "<%= config.bin %> secrets get jwt --field secret --reveal",
    "<%= config.bin %> secrets get jwt --history",
  ];
  static completions = CREDENTIAL_IDS;
  static override args = { id: Args.string({ description: "The credential.", required: true }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    field: Flags.string({ summary: "Print this field alone.", env: "AVB_SECRETS_FIELD" }),
    reveal: Flags.boolean({ summary: "Print the values.", env: "AVB_REVEAL" }),
    fingerprint: Flags.boolean({
      summary: "Print fingerprints.",
      exclusive: ["reveal"],
      env: "AVB_SECRETS_FINGERPRINT",
    }),
    at: Flags.string({ summary: "Print this older version.", helpValue: "VERSION", env: "AVB_SECRETS_AT" }),
    history: Flags.boolean({
      summary: "List the versions that the store still has.",
      exclusive: ["reveal", "at", "field"],
      env: "AVB_SECRETS_HISTORY",
    }),
  };

  async run(): Promise<Got> {
    const { args, flags } = await this.parse(SecretsGet);
    const { environment, field, reveal, at: version } = flags;
    const secrets = await this.opening(environment);
    const store = secrets.chosen(flags.store);
    if (flags.history) {
      const versions = await historyOf(secrets, { id: args.id, store });
      const rows = versions.map((one) => [one.version, one.storedAt, pairsText(one.fields)]);
      this.print(textTable(["Version", "Stored", "Fingerprints"], rows));
      return { versions };
    }
    const result = await getCredential(secrets, { id: args.id, field, store, version, reveal });
    this.print(gotText(result.fields, reveal));
    return result;
  }
}
