import { Flags } from "@oclif/core";
import { environmentFlag, SecretsCommand, storeFlag } from "../../avb-command-secrets.ts";
import { costMonitoring } from "../../flows/secrets/cost-monitoring.ts";
import { type LiveQuota, liveQuotas, requireKept } from "../../flows/secrets/live-quotas.ts";
import { credentialTables, type PrintedTables } from "../../flows/secrets/tables.ts";
import { quotaPage } from "../../ui/quota-page.ts";

/** The tables, where costs are watched, and with `--live` what the vendors say of the figures. */
interface Quotas extends PrintedTables {
  readonly costs: readonly string[];
  readonly live?: readonly LiveQuota[];
}

/** `avb secrets quotas`: rate limits, quotas and cost controls. */
export default class SecretsQuotas extends SecretsCommand<Quotas> {
  static override summary = "Print rate limits, quotas and cost controls, and where costs are watched.";
  static override description =
    "The figures are the document's; what has changed since stands beside them. --live compares them with what the vendors' APIs tell: of OpenAI and Anthropic with OPENAI_ADMIN_KEY (and OPENAI_PROJECT_ID) and ANTHROPIC_ADMIN_KEY of the environment. A file for programs: 'avb secrets export quotas.json'.";
  static override examples = ["<%= config.bin %> secrets quotas", "<%= config.bin %> secrets quotas --format markdown"];
  static override flags = {
    ...{ ...environmentFlag, ...storeFlag },
    format: Flags.option({
      summary: "Print aligned text, Markdown or JSON.",
      options: ["table", "markdown", "json"] as const,
      default: "table" as const,
      env: "AVB_SECRETS_FORMAT",
    })(),
    live: Flags.boolean({ summary: "Ask the vendors, and compare.", env: "AVB_SECRETS_LIVE" }),
    "exit-code": Flags.boolean({
      summary: "With --live, exit 14 when a vendor does not hold what the table says.",
      dependsOn: ["live"],
      env: "AVB_EXIT_CODE",
    }),
  };

  async run(): Promise<Quotas> {
    const { flags } = await this.parse(SecretsQuotas);
    const tables = await credentialTables(this.world(), "quotas");
    const secrets = flags.live ? await this.opening(flags.environment) : undefined;
    const live = secrets && (await liveQuotas(secrets, secrets.chosen(flags.store), { signal: this.signal }));
    const result: Quotas = { ...tables, costs: costMonitoring(), ...(live && { live }) };
    this.found(result);
    if (flags.format === "json") this.print(JSON.stringify(result, null, 2));
    else this.print(quotaPage(result, flags.format, process.stdout.columns));
    if (live !== undefined && flags["exit-code"]) requireKept(live);
    return result;
  }
}
