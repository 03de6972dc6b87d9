import { Args } from "@oclif/core";
import { AvbCommand } from "../../../avb-command.ts";
import { formatPlace } from "../../../domain/errors/avb-error.ts";
import { type LintResult, lintPolicies } from "../../../flows/vault/policies.ts";

/** `avb dev policies lint`. */
export default class PoliciesLint extends AvbCommand<LintResult> {
  static override summary = "Read Vault policies as Vault would, and say what is wrong with file and line.";
  static override description =
    "Without files: avb's own and those under 'seeds' in .devenvrc. What Vault refuses ends with 3; what it takes though it hardly means what was meant is a warning. Nothing need run.";
  static override examples = [
    "<%= config.bin %> dev policies lint",
    "<%= config.bin %> dev policies lint deploy/vault/reports.hcl",
  ];
  static override strict = false;
  static override args = { file: Args.string({ description: "Files of HCL." }) };

  async run(): Promise<LintResult> {
    const { argv } = await this.parse(PoliciesLint);
    const result = await lintPolicies(this.world(), {}, argv.map(String));
    for (const { place, says } of result.doubtful) this.caution(`${formatPlace(place)}: ${says}`);
    this.print(`${result.files} ${result.files === 1 ? "policy is" : "policies are"} as Vault wants them`);
    return result;
  }
}
