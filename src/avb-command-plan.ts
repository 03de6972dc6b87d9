import { AvbCommand } from "./avb-command.ts";
import type { RunTools } from "./domain/graph.ts";
import { openProgress, progressStyle } from "./ui/progress.ts";

/** A command that runs a plan: its steps are drawn on a terminal, told as lines elsewhere, or written as events. */
export abstract class PlanCommand<Result extends object> extends AvbCommand<Result> {
  /** Gives the flow what it needs to run and to be watched, and closes the drawing before anything else is written. */
  protected async running<T>(
    act: (tools: RunTools) => Promise<T>,
    { events = false }: { readonly events?: boolean } = {},
  ): Promise<T> {
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
}
