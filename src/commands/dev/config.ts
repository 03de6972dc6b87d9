import { Flags } from "@oclif/core";
import { AvbCommand } from "../../avb-command.ts";
import { formatConfigLines } from "../../domain/config-view.ts";
import { configSchemaDocument, showConfig } from "../../flows/config.ts";

/** `avb dev config`. */
export default class Config extends AvbCommand<object> {
  static override summary = "Show the effective configuration and where each value came from.";
  static override description =
    "Flags win over AVB_* variables, then .devenvrc.local, .devenvrc and the defaults. Maps are joined entry by entry. Values that look secret are not shown.";
  static override examples = ["avb dev config --origin", "avb dev config --schema > devenvrc.schema.json"];
  static override flags = {
    origin: Flags.boolean({ summary: "Say where each value came from.", env: "AVB_ORIGIN" }),
    schema: Flags.boolean({ summary: "Print the JSON Schema of .devenvrc instead.", env: "AVB_SCHEMA" }),
    mode: Flags.string({ summary: "Show what this mode would make of it.", env: "AVB_MODE", helpValue: "MODE" }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(Config);
    const world = this.world();
    if (flags.schema) {
      const schema = await configSchemaDocument(world);
      this.print(JSON.stringify(schema, null, 2));
      return schema;
    }
    const overrides = flags.mode === undefined ? {} : { mode: flags.mode };
    const view = await showConfig(world, overrides, (text) => this.caution(text));
    if (view.files.length === 0) this.say("No .devenvrc here: these are the defaults. Write one with: avb init");
    this.print(formatConfigLines(view.values, flags.origin));
    return view;
  }
}
