import { Flags } from "@oclif/core";
import { hooksFlag } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type DownResult, down, wouldBeLost } from "../../flows/down.ts";
import { type DownAllResult, downAll } from "../../flows/down-all.ts";
import { listStacks } from "../../flows/list.ts";
import { downText } from "../../ui/down-text.ts";

/** `avb dev down`. */
export default class Down extends PlanCommand<DownResult | DownAllResult> {
  static override summary = "Stop the stack and wait until it is gone.";
  static override description =
    "Secrets, keys, identities, ports and the data of containers are kept for the next start; --volumes removes the data.";
  static override examples = [
    "<%= config.bin %> dev down",
    { description: "With the data of its containers:", command: "<%= config.bin %> dev down --volumes --yes" },
    { description: "The stacks of every checkout:", command: "<%= config.bin %> dev down --all --yes" },
  ];
  static override flags = {
    all: Flags.boolean({
      summary: "Stop every stack of `dev list` whose files lie in your state folder.",
      env: "AVB_DOWN_ALL",
    }),
    volumes: Flags.boolean({ summary: "Remove the data of its containers too.", env: "AVB_DOWN_VOLUMES" }),
    ...hooksFlag,
    yes: Flags.boolean({ summary: "With --all and --volumes, do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<DownResult | DownAllResult> {
    const { flags } = await this.parse(Down);
    const { volumes } = flags;
    if (flags.all) return this.all(flags);
    const flag = "avb dev down --volumes --yes";
    const asks = volumes && !flags.yes;
    if (asks) for (const line of await wouldBeLost(this.world())) this.caution(line);
    if (asks && !(await this.confirmed("Remove the data of this stack's containers?", flag)))
      return { was: "not running", ...NOTHING, plan: [], ms: 0 };
    const result = await this.running((tools) => down(tools, { volumes, hooks: flags.hooks, warned: asks }));
    for (const line of downText(result)) this.say(line);
    return result;
  }

  private async all({ yes, volumes }: { readonly yes: boolean; readonly volumes: boolean }): Promise<DownAllResult> {
    const stacks = (await listStacks(this.world())).stacks.filter(({ ours }) => ours);
    const touched = stacks.filter(({ state }) => volumes || state === "running");
    const roots = touched.map(({ root, folder }) => root ?? folder).join(", ");
    const question = `Stop ${touched.length} stack(s)${volumes ? " and remove the data of their containers" : ""}: ${roots}?`;
    const flag = `avb dev down --all${volumes ? " --volumes" : ""} --yes`;
    if (touched.length > 0 && !yes && !(await this.confirmed(question, flag))) return { stacks: [] };
    const result = await this.running((tools) => downAll(tools, stacks, { volumes }));
    for (const { root = "an unknown checkout", ...ended } of result.stacks)
      for (const line of downText(ended)) this.say(`${root}: ${line}`);
    if (result.stacks.length === 0) this.say("no stack runs on this machine");
    return result;
  }
}

const NOTHING = { containers: [], networks: [], volumes: [] } as const;
