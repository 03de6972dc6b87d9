import { Args, Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { limits } from "../../flows/secrets/export-quotas.ts";
import { deliver, EXPORT_FORMATS, exportValues } from "../../flows/secrets/export-values.ts";
import { CREDENTIAL_IDS } from "../../flows/secrets/known-credentials.ts";

const QUOTAS = "quotas.json";
interface ExportResult {
  readonly credentials: readonly string[];
  readonly path?: string;
  readonly text?: string;
}

/** `avb secrets export`. */
export default class SecretsExport extends SecretsCommand<ExportResult> {
  static override summary =
    "Give stored credentials to other programs as dotenv or Kubernetes Secrets, or print the limits.";
  static override description =
    "Values go to a file of mode 0600 that git leaves out (--out), or are printed with --reveal. The Secrets hold the values themselves: they are for a cluster on this machine. 'quotas.json' is the file of limits, which holds no secret.";
  static override examples = [
    "<%= config.bin %> secrets export --out .env.credentials",
    "<%= config.bin %> secrets export jwt --format k8s-literal --out jwt-secret.yaml",
    "<%= config.bin %> secrets export quotas.json",
  ];
  static override strict = false;
  static completions = [...CREDENTIAL_IDS, QUOTAS];
  static override args = { what: Args.string({ description: "Only these credentials, or quotas.json." }) };
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    format: Flags.option({
      summary: "The form.",
      options: EXPORT_FORMATS,
      default: "dotenv" as const,
      env: "AVB_SECRETS_EXPORT",
    })(),
    out: Flags.string({ summary: "Write to this file.", helpValue: "FILE", env: "AVB_SECRETS_OUT" }),
    force: Flags.boolean({ summary: "Replace a file that holds something else.", env: "AVB_FORCE" }),
    reveal: Flags.boolean({ summary: "Print the values.", env: "AVB_REVEAL" }),
  };

  async run(): Promise<ExportResult> {
    const { argv, flags } = await this.parse(SecretsExport);
    const { environment, format, out, reveal, force } = flags;
    const secrets = await this.opening(environment);
    const isLimits = argv.includes(QUOTAS);
    if (out === undefined && !reveal && !isLimits)
      throw AvbError.of("CREDENTIAL_HIDDEN", { what: "what is exported", fix: "write it to a file: --out FILE" });
    const { text, ids } = isLimits
      ? limits(secrets)
      : await exportValues(secrets, { ids: argv.map(String), store: secrets.chosen(flags.store), format });
    if (out === undefined) {
      this.print(text);
      return { credentials: ids, text };
    }
    await deliver(secrets.tools.world, { path: out, text, isPrivate: !isLimits, force });
    this.say(`wrote ${out}${isLimits ? "" : `: ${ids.join(", ") || "no credential"}`}`);
    return { credentials: ids, path: out };
  }
}
