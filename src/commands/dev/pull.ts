import { Flags } from "@oclif/core";
import { overridesOf, stackFlags } from "../../avb-command-flags.ts";
import { PlanCommand } from "../../avb-command-plan.ts";
import { type PulledImages, pullImages } from "../../flows/pull-images.ts";
import { imageTable } from "../../ui/image-table.ts";

/** `avb dev pull`. */
export default class Pull extends PlanCommand<PulledImages> {
  static override summary = "Fetch the images of the stack, so that starting it needs no network.";
  static override description =
    "Images that are on this machine stay as they are. What avb derives from an image for quicker starts is made too.";
  static override examples = [
    "<%= config.bin %> dev pull --mode live",
    { description: "Only say what is here and what is missing:", command: "<%= config.bin %> dev pull --list" },
    "<%= config.bin %> dev pull --mode live --without lago",
  ];
  static override flags = {
    ...stackFlags,
    list: Flags.boolean({ summary: "Print the images and fetch nothing.", env: "AVB_PULL_LIST" }),
    prepare: Flags.boolean({
      summary: "Also prepare images for quicker starts.",
      default: true,
      allowNo: true,
      env: "AVB_PREPARE",
    }),
  };

  async run(): Promise<PulledImages> {
    const { flags } = await this.parse(Pull);
    const { list, prepare } = flags;
    const request = { overrides: overridesOf(flags), version: this.config.version, list, prepare };
    const result = await this.running((tools) => pullImages(tools, request));
    if (result.note !== undefined) this.say(result.note);
    else this.print(imageTable(result.images, process.stdout.columns));
    return result;
  }
}
