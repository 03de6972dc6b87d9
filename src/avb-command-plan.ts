import { AvbCommand } from "./avb-command.ts";
import type { RunTools } from "./domain/graph.ts";
import { errorsOf } from "./failure.ts";
import { asker } from "./ui/ask.ts";
import { errorEnvelope } from "./ui/envelope.ts";
import { openProgress, progressStyle } from "./ui/progress.ts";
import { progressLine } from "./ui/progress-json.ts";

/** A command that runs a plan: its steps are drawn on a terminal, told as lines elsewhere, or written as events. */
export abstract class PlanCommand<Result extends object> extends AvbCommand<Result> {
  #events = false;

  /** Gives the flow what it needs to run and to be watched, and closes the drawing before anything else is written. */
  protected async running<T>(
    act: (tools: RunTools) => Promise<T>,
    { events = false }: { readonly events?: boolean } = {},
  ): Promise<T> {
    this.#events = events;
    const { stdout: out, stderr: err } = process;
    const isTty = out.isTTY === true && err.isTTY === true;
    const style = progressStyle({ quiet: this.isOn("quiet"), json: this.jsonEnabled(), events, isTty });
    const watch = openProgress(style, { out, err }, (text) => this.caution(text));
    try {
      return await act({ world: this.world(), signal: this.signal, watch });
    } finally {
      await watch.close();
    }
  }

  /**
   * Asks before something that cannot be undone. Without a terminal NEEDS_ANSWER (2) names what to type instead: `flag`,
   * the whole command with `--yes`.
   */
  protected async confirmed(question: string, flag: string): Promise<boolean> {
    const { stdinIsTty, stdoutIsTty } = this.world().host;
    const tty = stdinIsTty && stdoutIsTty && !this.jsonEnabled();
    const what = `'${flag.replace(" --yes", "")}'`;
    const answer = await asker({ tty, what, flag, signal: this.signal }).yes(question, false);
    if (!answer) this.say("nothing was changed");
    return answer;
  }

  protected override get isFollowed(): boolean {
    return !this.#events && super.isFollowed;
  }

  /** A reader of events is told of the failure too, as the last event. */
  protected override async catch(error: Error): Promise<void> {
    if (this.#events) {
      const { error: failure } = errorEnvelope(this.id ?? "", errorsOf(error, "avb --help"), []);
      process.stdout.write(progressLine("result", { ok: false, error: failure }));
    }
    await super.catch(error);
  }
}
