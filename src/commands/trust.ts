import { Flags } from "@oclif/core";
import { AvbCommand } from "../avb-command.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { grantTrust, revokeTrust, showTrust } from "../flows/trust.ts";
import { asker } from "../ui/ask.ts";
import { trustPage } from "../ui/trust-page.ts";

/** `avb trust`. */
export default class Trust extends AvbCommand<object> {
  static override summary = "Allow what the configuration files of this checkout make avb do.";
  static override description =
    "Some keys let a file run programs, containers or commands. They act only after you looked and allowed them; a changed, moved or copied file asks again.";
  static override examples = ["avb trust --show", "avb trust", "avb trust --yes", "avb trust --revoke"];
  static override flags = {
    show: Flags.boolean({
      summary: "Print the effects and the hash for AVB_TRUST, and change nothing.",
      env: "AVB_TRUST_SHOW",
      exclusive: ["revoke"],
    }),
    revoke: Flags.boolean({ summary: "Take back what was allowed.", env: "AVB_TRUST_REVOKE" }),
    yes: Flags.boolean({ summary: "Allow without asking.", env: "AVB_YES" }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(Trust);
    const world = this.world();
    if (flags.revoke) {
      const done = await revokeTrust(world);
      this.print(done.revoked ? `${done.root} is no longer trusted.` : `${done.root} was not trusted.`);
      return done;
    }
    const view = await showTrust(world, (text) => this.caution(text));
    this.print(trustPage(view));
    if (flags.show || view.trusted) return view;
    if (!flags.yes) await this.#ask(world.host.stdinIsTty);
    const granted = await grantTrust(world, view.hash);
    this.print(`\n${view.root} is now trusted.`);
    return granted;
  }

  async #ask(tty: boolean): Promise<void> {
    const ask = asker({ tty, what: "allowing this", flag: "avb trust --yes", signal: this.signal });
    if (!(await ask.yes("Allow this?", false))) throw AvbError.of("TRUST_REFUSED", {});
  }
}
