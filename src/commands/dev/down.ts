import { PlanCommand } from "../../avb-command-plan.ts";
import { type DownResult, down } from "../../flows/down.ts";

/** `avb dev down`. */
export default class Down extends PlanCommand<DownResult> {
  static override summary = "Stop the stack and wait until it is gone.";
  static override description =
    "Secrets, keys, identities and ports are kept for the next start; `dev reset` removes them.";
  static override examples = ["<%= config.bin %> dev down", "<%= config.bin %> dev down --json"];

  async run(): Promise<DownResult> {
    await this.parse(Down);
    const result = await this.running(down);
    this.say(SAYS[result.was].replace("{pid}", String(result.pid)));
    return result;
  }
}

const SAYS: Readonly<Record<DownResult["was"], string>> = {
  running: "the sandbox server (pid {pid}) has ended",
  dead: "the sandbox server (pid {pid}) was gone already; its record is removed",
  "cut off": "the server of a start that was cut off (pid {pid}) has ended",
  "not running": "the sandbox is not running",
};
