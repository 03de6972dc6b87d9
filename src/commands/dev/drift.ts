import { Args, Flags } from "@oclif/core";
import { stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { EXIT } from "../../domain/exit-codes.ts";
import { type DriftResult, drift } from "../../flows/drift.ts";
import { driftPage, namedDrift } from "../../ui/drift-page.ts";

/** `avb dev drift`. */
export default class Drift extends PlanCommand<DriftResult> {
  static override summary = "Show how services differ from their documents, as unified diffs; nothing is written.";
  static override description =
    "Lines with '-' are what a service holds, lines with '+' what its documents say; secrets are shown as fingerprints. What applications made beside the documents is counted and is no drift.";
  static override examples = [
    "<%= config.bin %> dev drift",
    { description: "In a script: 14 when anything differs:", command: "<%= config.bin %> dev drift --exit-code" },
    { description: "Of one service alone:", command: "<%= config.bin %> dev drift vault" },
  ];
  static override strict = false;
  static override args = {
    service: Args.string({ description: "Only these services, for example keycloak or lago." }),
  };
  static override flags = {
    mode: stackFlags.mode,
    "exit-code": Flags.boolean({ summary: "End with 14 when anything differs.", env: "AVB_DRIFT_EXIT_CODE" }),
  };

  async run(): Promise<DriftResult> {
    const { argv, flags } = await this.parse(Drift);
    const options = { services: argv.map(String), ...(flags.mode && { mode: flags.mode }) };
    const result = await this.running((tools) => drift(tools, options));
    this.print(driftPage(result));
    if (result.count === 0 || !flags["exit-code"]) return result;
    // A program reads what differs from the result.
    if (this.jsonEnabled()) process.exitCode = EXIT.drift;
    else throw AvbError.of("SEED_DRIFT", { count: String(result.count), things: namedDrift(result) });
    return result;
  }
}
