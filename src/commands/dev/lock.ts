import { Flags } from "@oclif/core";
import { overridesOf, stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type ImageLockResult, lockImages } from "../../flows/lock-images.ts";

/** `avb dev lock`. */
export default class Lock extends PlanCommand<ImageLockResult> {
  static override summary = "Write down which content each image of the stack has, for the whole team.";
  static override description =
    "The file .devenv.lock.json is to be committed: from then on everybody's images have these digests. Images of other stacks keep theirs.";
  static override examples = [
    "<%= config.bin %> dev lock --mode live",
    "<%= config.bin %> dev lock --mode live --with kafka",
    { description: "In a pipeline, without changing anything:", command: "<%= config.bin %> dev lock --check" },
  ];
  static override flags = {
    ...stackFlags,
    pull: Flags.boolean({
      summary: "Fetch images that are not on this machine.",
      default: true,
      allowNo: true,
      env: "AVB_PULL",
    }),
    check: Flags.boolean({
      summary: "Compare with the images on this machine; exit 14 on a difference.",
      env: "AVB_LOCK_CHECK",
    }),
  };

  async run(): Promise<ImageLockResult> {
    const { flags } = await this.parse(Lock);
    const { pull, check } = flags;
    const request = { overrides: overridesOf(flags), version: this.config.version, pull, check };
    const result = await this.running((tools) => lockImages(tools, request));
    for (const name of result.builtHere)
      this.caution(`${name} was built on this machine: no registry has it, so it has no digest and is not locked`);
    for (const [name, digest] of Object.entries(result.images)) this.print(`${name} ${digest}`);
    this.say(result.written ? `wrote ${result.path}` : "nothing differs");
    return result;
  }
}
