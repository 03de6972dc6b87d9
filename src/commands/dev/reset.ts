import { Args, Flags } from "@oclif/core";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type ResetResult, reset } from "../../flows/reset.ts";

/** `avb dev reset`. */
export default class Reset extends PlanCommand<ResetResult & { readonly confirmed: boolean }> {
  static override summary = "Remove what this checkout's stack has made: secrets, keys, identities, ports, data.";
  static override description =
    "With a service, only its data: its volumes, and its database in another one. Files written by `dev env --write` are kept and written again by the next `dev up`.";
  static override examples = [
    "<%= config.bin %> dev reset --yes",
    { description: "Only the data of one service:", command: "<%= config.bin %> dev reset vault --yes" },
    { description: "Only the seeds:", command: "<%= config.bin %> dev reset --seeds --yes" },
  ];
  static override args = {
    service: Args.string({ description: "Only the data of this service's containers, for example vault." }),
  };
  static override flags = {
    seeds: Flags.boolean({
      summary:
        "Only make what services hold that of the documents again; what avb made and no document names goes, and in the sandbox every identity that applications wrote.",
      env: "AVB_RESET_SEEDS",
    }),
    yes: Flags.boolean({ summary: "Do not ask.", env: "AVB_YES" }),
  };

  async run(): Promise<ResetResult & { readonly confirmed: boolean }> {
    const { args, flags } = await this.parse(Reset);
    const { service } = args;
    const command = `avb dev reset${service === undefined ? "" : ` ${service}`}${flags.seeds ? " --seeds" : ""} --yes`;
    if (!flags.yes && !(await this.confirmed(`Remove ${whatGoes(service, flags.seeds)}?`, command)))
      return { plan: [], ms: 0, confirmed: false };
    const result = await this.running((tools) => reset(tools, { seedsOnly: flags.seeds, service }));
    this.say(result.plan.length === 0 ? "there was nothing to remove" : saysDone(service));
    return { ...result, confirmed: true };
  }
}

function whatGoes(service: string | undefined, seeds: boolean): string {
  if (service !== undefined) return `all data of ${service}`;
  return seeds
    ? "every difference from the documents, what avb made and none names, and the sandbox's identities that are in none"
    : "this checkout's secrets, keys, identities and the data of its containers";
}

const saysDone = (service: string | undefined): string =>
  service === undefined ? "the stack is as it was at first" : `${service} begins anew with: avb dev up`;
