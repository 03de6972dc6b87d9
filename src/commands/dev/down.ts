import { Flags } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type DownResult, down } from "../../flows/down.ts";
import { type DownAllResult, downAll } from "../../flows/down-all.ts";
import { type ListedStack, listStacks } from "../../flows/list.ts";
import { asker } from "../../ui/ask.ts";

/** `avb dev down`. */
export default class Down extends PlanCommand<DownResult | DownAllResult> {
  static override summary = "Stop the stack and wait until it is gone.";
  static override description =
    "Secrets, keys, identities and ports are kept for the next start; `dev reset` removes them.";
  static override examples = [
    "<%= config.bin %> dev down",
    { description: "The stacks of every checkout:", command: "<%= config.bin %> dev down --all --yes" },
  ];
  static override flags = {
    all: Flags.boolean({ summary: "Stop every stack that `dev list` shows.", env: "AVB_DOWN_ALL" }),
    yes: Flags.boolean({ summary: "With --all, do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<DownResult | DownAllResult> {
    const { flags } = await this.parse(Down);
    if (flags.all) return this.all(flags.yes);
    const result = await this.running(down);
    this.say(SAYS[result.was].replace("{pid}", String(result.pid)));
    return result;
  }

  private async all(yes: boolean): Promise<DownAllResult> {
    const { stacks } = await listStacks(this.world());
    if (stacks.some(({ state }) => state === "running") && !yes && !(await this.asked(stacks))) {
      this.say("nothing was stopped");
      return { stacks: [] };
    }
    const result = await this.running((tools) => downAll(tools, stacks));
    for (const { root = "an unknown checkout", was, pid } of result.stacks)
      this.say(`${root}: ${SAYS[was].replace("{pid}", String(pid))}`);
    if (result.stacks.length === 0) this.say("no stack runs on this machine");
    return result;
  }

  private asked(stacks: readonly ListedStack[]): Promise<boolean> {
    const { stdinIsTty, stdoutIsTty } = this.world().host;
    const tty = stdinIsTty && stdoutIsTty && !this.jsonEnabled();
    const roots = stacks.filter(({ state }) => state === "running").map(({ root, folder }) => root ?? folder);
    const options = { tty, what: "stopping every stack", flag: "avb dev down --all --yes", signal: this.signal };
    return asker(options).yes(`Stop ${roots.length} stack(s): ${roots.join(", ")}?`, false);
  }
}

const SAYS: Readonly<Record<DownResult["was"], string>> = {
  running: "the sandbox server (pid {pid}) has ended",
  dead: "the sandbox server (pid {pid}) was gone already; its record is removed",
  "cut off": "the server of a start that was cut off (pid {pid}) has ended",
  "not running": "the sandbox is not running",
};
