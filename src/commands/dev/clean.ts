import { Flags } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { describePlan, stepFacts } from "../../domain/plan.ts";
import { type CleanResult, clean, planClean } from "../../flows/clean.ts";

/** `avb dev clean`. */
export default class Clean extends PlanCommand<CleanResult> {
  static override summary =
    "Remove what is left at the engine of checkouts whose folders are gone, and images that avb has replaced.";
  static override description =
    "Containers that are stopped, networks, volumes and avb's own files, and images that avb has built another one in the place of. What runs is named and left, and so is everything without avb's labels.";
  static override examples = [
    { description: "Only say what would go:", command: "<%= config.bin %> dev clean --plan" },
    "<%= config.bin %> dev clean --yes",
    { description: "With images that avb has built:", command: "<%= config.bin %> dev clean --images --yes" },
  ];
  static override flags = {
    plan: Flags.boolean({ summary: "Print what would be done, and do nothing.", env: "AVB_PLAN" }),
    images: Flags.boolean({
      summary:
        "The newest images that avb has built, too, where no container is made from them; the next start builds them again.",
      env: "AVB_CLEAN_IMAGES",
    }),
    yes: Flags.boolean({ summary: "Do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<CleanResult> {
    const { flags } = await this.parse(Clean);
    const planned = await planClean(this.world(), flags);
    const { plan, running } = planned;
    const steps = stepFacts(plan);
    for (const root of running) this.caution(`containers of ${root} still run, though it is gone; avb dev down --all`);
    if (flags.plan || plan.steps.length === 0) {
      this.print(describePlan(plan));
      return { plan: steps, running, ms: 0 };
    }
    if (!flags.yes) for (const { title, because } of steps) this.say(`${title} (${because})`);
    if (!flags.yes && !(await this.confirmed("Remove all of this?", "avb dev clean --yes")))
      return { plan: [], running, ms: 0 };
    return this.running((tools) => clean(tools, planned));
  }
}
