import { Args } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { CLOCK_WORDS } from "../../domain/sandbox-clock.ts";
import { type ClockResult, clock } from "../../flows/clock.ts";
import { clockPage } from "../../ui/clock-page.ts";

/** `avb dev clock`. */
export default class Clock extends PlanCommand<ClockResult> {
  static override summary = "Show or move the sandbox's time: tokens, sessions and billing go by it.";
  static override description =
    "Steps are + or -, a number, and s, min, h, d, w, month, quarter or year; dates are UTC. An application that goes by the real time refuses the tokens of a moved clock.";
  static override examples = [
    "<%= config.bin %> dev clock",
    { description: "End the billing period:", command: "<%= config.bin %> dev clock +1month" },
    "<%= config.bin %> dev clock set 2027-01-31T10:00:00Z",
    { description: "Back to the real time:", command: "<%= config.bin %> dev clock reset --json" },
  ];
  /** What a shell completes; any other step is as good. */
  static completions = [...CLOCK_WORDS, "+1month"];
  static override args = {
    move: Args.string({
      ignoreStdin: true,
      description: "show (the default), set, reset, or a step such as +1month, +36h or -1day.",
    }),
    date: Args.string({ ignoreStdin: true, description: "After set: 2027-01-31, or 2027-01-31T10:00:00Z." }),
  };

  async run(): Promise<ClockResult> {
    const { args } = await this.parse(Clock);
    const words = [args.move, args.date].filter((word) => word !== undefined);
    const result = await this.running((tools) => clock(tools, words));
    this.print(clockPage(result));
    return result;
  }
}
