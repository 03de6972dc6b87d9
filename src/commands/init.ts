import { Flags } from "@oclif/core";
import { AvbCommand } from "../avb-command.ts";
import type { ConfigDraft } from "../domain/config-draft.ts";
import { MODES } from "../domain/modes.ts";
import { type InitResult, init, mustBeNew, offeredServices, portWishes } from "../flows/init.ts";
import { asker } from "../ui/ask.ts";
import { askDraft } from "../ui/ask-draft.ts";

/** `avb init`. */
export default class Init extends AvbCommand<InitResult> {
  static override summary = "Write a .devenvrc for this repository.";
  static override description =
    "Asks four questions, or none with --yes, and keeps .devenvrc.local and .env out of git. A file that is there stays unless --force is given.";
  static override examples = [
    "<%= config.bin %> init",
    "<%= config.bin %> init --yes",
    "<%= config.bin %> init --yes --mode live --with kafka --redirect-uri http://localhost:3000/callback",
  ];
  static override flags = {
    yes: Flags.boolean({ summary: "Do not ask: the flags say it all.", env: "AVB_YES" }),
    force: Flags.boolean({ summary: "Replace a .devenvrc that is there.", env: "AVB_FORCE" }),
    mode: Flags.option({ summary: "Mode that commands use.", options: MODES, default: "sandbox", env: "AVB_MODE" })(),
    with: Flags.string({ summary: "Services to run.", multiple: true, delimiter: ",", default: [], env: "AVB_WITH" }),
    ports: Flags.string({
      summary: "Host ports to change.",
      helpValue: "vault=65031,...",
      default: "",
      env: "AVB_INIT_PORTS",
    }),
    "redirect-uri": Flags.string({
      summary: "Where your application is sent back to after signing in.",
      multiple: true,
      default: [],
      env: "AVB_REDIRECT_URI",
    }),
  };

  async run(): Promise<InitResult> {
    const { flags } = await this.parse(Init);
    const world = this.world();
    await mustBeNew(world, flags.force);
    const said = { mode: flags.mode, with: flags.with, redirectUris: flags["redirect-uri"] };
    const wishes: ConfigDraft = { ...said, ports: portWishes(flags.ports) };
    const draft = flags.yes ? wishes : await this.#ask(wishes, world.host.stdinIsTty);
    const result = await init(world, draft, { force: flags.force });
    for (const warning of result.warnings) this.caution(warning);
    this.print(result.text);
    const added = Object.keys(result.kept).filter((name) => result.kept[name] === "added to .gitignore");
    if (added.length > 0) this.say(`Added ${added.join(" and ")} to .gitignore.`);
    this.say(`Wrote ${result.path}. Next: avb dev up --mode ${draft.mode}`);
    return result;
  }

  #ask(wishes: ConfigDraft, tty: boolean): Promise<ConfigDraft> {
    const ask = asker({ tty, what: "writing .devenvrc", flag: "avb init --yes", signal: this.signal });
    return askDraft(ask, wishes, offeredServices);
  }
}
