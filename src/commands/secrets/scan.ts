import { Args, Flags } from "@oclif/core";
import { scanFlags, scanRequestOf } from "../../avb-command-scan.ts";
import { SecretsCommand } from "../../avb-command-secrets.ts";
import { requireClean, type ScanResult, scan, scanRules } from "../../flows/secrets/scan/scan.ts";
import { sarifLog } from "../../ui/sarif.ts";
import { scanStory, scanTable } from "../../ui/scan-page.ts";

/** `avb secrets scan`: secrets and placeholders where they should not be. */
export default class SecretsScan extends SecretsCommand<ScanResult> {
  static override summary =
    "Look for secrets and placeholders in files, in what is staged, in history, containers and stores.";
  static override description =
    "Without a path the whole repository is looked through, without what git ignores but with .env* and Terraform's variables and state. Findings show a place and a fingerprint, never the value. The file .avb-secrets-allow.yaml lets findings pass, each with a reason and an end. Exit 14 on findings.";
  static override examples = [
    "<%= config.bin %> secrets scan",
    { description: "Before a commit:", command: "<%= config.bin %> secrets scan --staged" },
    { description: "For code scanning:", command: "<%= config.bin %> secrets scan --history --format sarif" },
  ];
  static override strict = false;
  static override args = { path: Args.string({ description: "Only these files and folders." }) };
  static override flags = {
    ...scanFlags,
    format: Flags.option({
      summary: "Form of the output; sarif is SARIF 2.1.0.",
      options: ["table", "json", "sarif"] as const,
      default: "table" as const,
      env: "AVB_SECRETS_SCAN_FORMAT",
    })(),
  };

  async run(): Promise<ScanResult> {
    const { argv, flags } = await this.parse(SecretsScan);
    const secrets = await this.opening(flags.environment, { namesOnly: flags.store === undefined });
    const request = scanRequestOf(flags, { paths: argv.map(String), cwd: secrets.tools.world.host.cwd });
    const result = await scan(secrets, { ...request, signal: this.signal });
    this.found(result);
    const { findings, looked } = result;
    for (const line of scanStory(looked, result)) this.say(line);
    const tool = { version: this.config.version, rules: scanRules() };
    if (flags.format === "json") this.print(JSON.stringify(result, null, 2));
    else if (flags.format === "sarif") this.print(JSON.stringify(sarifLog(findings, tool), null, 2));
    else if (findings.length > 0) this.print(scanTable(findings, process.stdout.columns));
    requireClean(result);
    return result;
  }
}
