import { AvbCommand } from "../../avb-command.ts";
import { storeAsking } from "../../avb-command-asking.ts";
import { overridesOf, stackFlags, variableFlags, wishesOf } from "../../avb-command-flags.ts";
import { exec } from "../../flows/exec.ts";

/** `avb dev exec`: a command with the effective values in its environment. */
export default class Exec extends AvbCommand<{ status: number }> {
  static override summary = "Run a command with the variables of the stack in its environment.";
  static override description =
    "Secrets are in it and never on a command line. Signals go to the command, and its exit status is avb's: 128 + n when a signal ended it.";
  static override examples = [
    "<%= config.bin %> dev exec -- npm start",
    "<%= config.bin %> dev exec --profile django -- python manage.py runserver",
    "<%= config.bin %> dev exec --rename KEYCLOAK_URL=AUTH_URL -- env",
  ];
  // stdout belongs to the command.
  static override enableJsonFlag = false;
  static override strict = false;
  static override usage = "dev exec [FLAGS] -- COMMAND...";
  static override flags = { ...stackFlags, ...variableFlags };

  async run(): Promise<{ status: number }> {
    // oclif would swallow a second -- that is the command's own.
    const end = this.argv.includes("--") ? this.argv.indexOf("--") : this.argv.length;
    const after = this.argv.slice(end + 1);
    const { flags, argv } = await this.parse(Exec, this.argv.slice(0, end));
    const world = this.world();
    const status = await exec(world, {
      overrides: overridesOf(flags),
      wishes: wishesOf(flags),
      command: [...argv.map(String), ...after],
      signal: this.signal,
      asking: storeAsking(world.host, {
        ...{ words: "avb dev exec", json: false, signal: this.signal },
        say: (text) => this.say(text),
      }),
      caution: (text) => this.caution(text),
    });
    process.exitCode = status;
    return { status };
  }
}
