import { Flags } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type ResetResult, reset } from "../../flows/reset.ts";
import { asker } from "../../ui/ask.ts";

/** `avb dev reset`. */
export default class Reset extends PlanCommand<ResetResult & { readonly confirmed: boolean }> {
  static override summary = "Remove what this checkout's sandbox has made: secrets, keys, identities, ports.";
  static override description = "Files written by `dev env --write` are kept and written again by the next `dev up`.";
  static override examples = [
    "<%= config.bin %> dev reset --yes",
    { description: "Only the identities:", command: "<%= config.bin %> dev reset --seeds --yes" },
  ];
  static override flags = {
    seeds: Flags.boolean({
      summary: "Only make the identities those of the document again; what applications wrote goes.",
      env: "AVB_RESET_SEEDS",
    }),
    yes: Flags.boolean({ summary: "Do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<ResetResult & { readonly confirmed: boolean }> {
    const { flags } = await this.parse(Reset);
    if (!flags.yes && !(await this.asked(flags.seeds))) {
      this.say("nothing was removed");
      return { plan: [], ms: 0, confirmed: false };
    }
    const result = await this.running((tools) => reset(tools, { seedsOnly: flags.seeds }));
    this.say(result.plan.length === 0 ? "there was nothing to remove" : "the sandbox is as it was at first");
    return { ...result, confirmed: true };
  }

  private asked(seeds: boolean): Promise<boolean> {
    const flag = `avb dev reset${seeds ? " --seeds" : ""} --yes`;
    const { stdinIsTty, stdoutIsTty } = this.world().host;
    const tty = stdinIsTty && stdoutIsTty && !this.jsonEnabled();
    const what = seeds ? "every identity that is not in the document" : "this checkout's secrets, keys and identities";
    return asker({ tty, what: "removing them", flag, signal: this.signal }).yes(`Remove ${what}?`, false);
  }
}
