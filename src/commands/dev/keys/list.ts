import { AvbCommand } from "../../../avb-command.ts";
import { type KeysResult, listKeys } from "../../../flows/keys.ts";
import { textTable } from "../../../ui/table.ts";

/** `avb dev keys list`. */
export default class KeysList extends AvbCommand<KeysResult> {
  static override summary = "List the published keys that verify the sandbox's tokens.";
  static override examples = ["<%= config.bin %> dev keys list", "<%= config.bin %> dev keys list --json"];

  async run(): Promise<KeysResult> {
    await this.parse(KeysList);
    const result = await listKeys(this.world());
    this.print(
      textTable(
        ["Key", "Algorithm", "Use", "Signs", "Published until"],
        result.keys.map(({ kid, alg, use, signs, publishedUntilMs: until }) => [
          ...[kid, alg, use, signs ? "yes" : "no"],
          until === undefined ? "it is retired" : new Date(until).toISOString().replace(/\.\d+Z$/, "Z"),
        ]),
      ),
    );
    return result;
  }
}
