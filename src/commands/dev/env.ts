import { AvbCommand } from "../../avb-command.ts";
import { storeAsking } from "../../avb-command-asking.ts";
import { outputFlags, overridesOf, stackFlags, variableFlags, wishesOf } from "../../avb-command-flags.ts";
import { answerEnv } from "../../flows/env-command.ts";
import { envTable } from "../../ui/env-table.ts";

/** `avb dev env`: the effective values, for people, programs and files. */
export default class Env extends AvbCommand<object> {
  static override summary = "Print the variables of the stack, or write them to a file.";
  static override description =
    "Secrets are masked for people and left out for programs: --write and 'avb dev exec' carry them, --reveal prints them.";
  static override examples = [
    "<%= config.bin %> dev env --service keycloak",
    "<%= config.bin %> dev env --write .env --profile django",
    'eval "$(<%= config.bin %> dev env --format shell --reveal)"',
    "<%= config.bin %> dev env --example --write .env.example",
    "<%= config.bin %> dev env --check --mode live",
    "<%= config.bin %> dev env --profile qualisys --write .env.qualisys",
  ];
  static override flags = { ...stackFlags, ...variableFlags, ...outputFlags };

  async run(): Promise<object> {
    const { flags } = await this.parse(Env);
    const world = this.world();
    const asking = storeAsking(world.host, {
      ...{ words: "avb dev env", json: this.jsonEnabled(), signal: this.signal },
      say: (line) => this.say(line),
    });
    const { data, text, rows, notes, cautions } = await answerEnv(world, {
      ...{ ...flags, asking },
      overrides: overridesOf(flags),
      wishes: { ...wishesOf(flags), view: flags.view },
      dataOnly: this.jsonEnabled(),
    });
    for (const caution of cautions) this.caution(caution);
    this.print(text ?? envTable(rows ?? [], process.stdout.columns));
    for (const note of notes) this.say(note);
    return data;
  }
}
