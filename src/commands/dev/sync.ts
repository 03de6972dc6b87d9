import { Flags } from "@oclif/core";
import { stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { requireInStep, type SyncResult, sync } from "../../flows/sync.ts";
import { syncPage } from "../../ui/sync-page.ts";

/** `avb dev sync`: the application's links with services, and when they were last shown to hold. */
export default class Sync extends PlanCommand<SyncResult> {
  static override summary =
    "Show what an application keeps in step with the services, and the last proof of each link.";
  static override description =
    "The six links of the matrix's section 8. Proofs are those of avb dev verify and of --prove. The exit status is 14 when the last proof of a link did not hold.";
  static override examples = [
    "<%= config.bin %> dev sync",
    { description: "Try them now:", command: "<%= config.bin %> dev sync --prove" },
  ];
  static override flags = {
    mode: stackFlags.mode,
    prove: Flags.boolean({ summary: "Try the links first, by the sections that show them.", env: "AVB_SYNC_PROVE" }),
  };

  async run(): Promise<SyncResult> {
    const { flags } = await this.parse(Sync);
    const options = { prove: flags.prove, ...(flags.mode && { mode: flags.mode }) };
    const result = await this.running((tools) => sync(tools, options));
    this.print(syncPage(result, process.stdout.columns));
    this.found(result);
    requireInStep(result);
    return result;
  }
}
