import { Args, Flags } from "@oclif/core";
import { hooksFlag, stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { seed } from "../../flows/seed.ts";
import type { SeedResult } from "../../flows/seed-report.ts";
import { seedPage } from "../../ui/seed-page.ts";

/** `avb dev seed`. */
export default class Seed extends PlanCommand<SeedResult> {
  static override summary = "Make what the stack holds that of its documents: identities, plans, customers.";
  static override description =
    "Writes only what differs, so a second run writes nothing. What applications added is reported and left alone. 'dev up' seeds by itself.";
  static override examples = [
    "<%= config.bin %> dev seed",
    { description: "Only say what would change:", command: "<%= config.bin %> dev seed lago --plan" },
    { description: "The same, field by field:", command: "<%= config.bin %> dev seed --plan --diff" },
    { description: "Remove what no document names any more:", command: "<%= config.bin %> dev seed --prune" },
  ];
  static override strict = false;
  static override args = {
    service: Args.string({ description: "Only these services, for example keycloak or lago." }),
  };
  static override flags = {
    mode: stackFlags.mode,
    ...hooksFlag,
    plan: Flags.boolean({ summary: "Print what would be written, and write nothing.", env: "AVB_PLAN" }),
    diff: Flags.boolean({
      summary: "Show each change as a unified diff; secrets are shown as fingerprints.",
      env: "AVB_SEED_DIFF",
    }),
    prune: Flags.boolean({
      summary: "Remove what an earlier seeding made and no document names any more; nothing else is removed.",
      env: "AVB_SEED_PRUNE",
    }),
  };

  async run(): Promise<SeedResult> {
    const { argv, flags } = await this.parse(Seed);
    const options = {
      services: argv.map(String),
      planOnly: flags.plan,
      prune: flags.prune,
      hooks: flags.hooks,
      ...(flags.mode && { mode: flags.mode }),
    };
    const result = await this.running((tools) => seed(tools, options));
    this.print(seedPage(result, { diff: flags.diff }));
    return result;
  }
}
