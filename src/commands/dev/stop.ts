import { Args } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type StopResult, stop } from "../../flows/stop.ts";

/** `avb dev stop`. */
export default class Stop extends PlanCommand<StopResult> {
  static override summary = "Stop what runs and keep it as it is for the next start.";
  static override description =
    "Containers stay with everything in them, unlike after `dev down`; `dev up` starts them again.";
  static override examples = [
    "<%= config.bin %> dev stop",
    { description: "One service, while the others run on:", command: "<%= config.bin %> dev stop redis" },
  ];
  static override args = { service: Args.string({ description: "Only this service, for example redis." }) };

  async run(): Promise<StopResult> {
    const { args } = await this.parse(Stop);
    const result = await this.running((tools) => stop(tools, args));
    const { containers, pid } = result;
    if (pid !== undefined) this.say(`the sandbox server (pid ${pid}) has ended`);
    if (containers.length > 0) this.say(`stopped: ${containers.join(", ")}; avb dev up starts them again`);
    if (result.plan.length === 0) this.say("nothing was running");
    return result;
  }
}
