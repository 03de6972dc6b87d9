import { Command, Errors, Flags } from "@oclif/core";
import { AvbError, formatError } from "./domain/errors/avb-error.ts";
import type { World } from "./domain/world.ts";
import { errorsOf } from "./failure.ts";
import { realWorld } from "./real-world.ts";
import { errorEnvelope, successEnvelope } from "./ui/envelope.ts";

/** What every command of avb shares: the world, one JSON envelope, errors as one line with a fix, signals. */
export abstract class AvbCommand<Result extends object> extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({
      summary: "Print nothing but the result and errors.",
      helpGroup: "GLOBAL",
      env: "AVB_QUIET",
    }),
    verbose: Flags.boolean({ summary: "Say more about what is done.", helpGroup: "GLOBAL", env: "AVB_VERBOSE" }),
  };

  readonly #abort = new AbortController();
  readonly #warnings: string[] = [];

  abstract override run(): Promise<Result>;

  /** The outside of this run. */
  protected world(): World {
    return realWorld(this.config.root);
  }

  /** Aborted by the first SIGINT, SIGTERM or SIGHUP; the second one leaves at once. */
  protected get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** A line of the story, on stderr. */
  protected say(text: string): void {
    if (!this.argv.includes("--quiet")) process.stderr.write(`${text}\n`);
  }

  /** Something a person should know though the command goes on: on stderr, and in the envelope. */
  protected caution(text: string): void {
    this.#warnings.push(text);
    if (!this.jsonEnabled()) process.stderr.write(`avb: warning: ${text}\n`);
  }

  /** The product, on stdout; nothing in JSON mode, where the envelope is the product. */
  protected print(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
  }

  protected override async init(): Promise<void> {
    await super.init();
    refuseRepeated(this.argv, this.ctor.flags);
    for (const [signal, status] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const) {
      process.on(signal, () => {
        if (this.#abort.signal.aborted) process.exit(status);
        process.exitCode = status;
        this.#abort.abort(signal);
      });
    }
  }

  protected override toSuccessJson(result: unknown): unknown {
    return successEnvelope(this.id ?? "", result, this.#warnings);
  }

  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  }

  protected override async catch(error: Error): Promise<void> {
    if (error instanceof Errors.ExitError) {
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const problems = errorsOf(error, `avb ${(this.id ?? "").replaceAll(":", " ")} --help`);
    process.exitCode = problems[0].exitCode;
    if (this.jsonEnabled()) this.logJson(errorEnvelope(this.id ?? "", problems, this.#warnings));
    else for (const problem of problems) process.stderr.write(`${formatError(problem)}\n`);
    if (process.env.AVB_LOG === "debug") process.stderr.write(`${error.stack}\n`);
  }
}

/** oclif would silently take the last of two `--mode`: which one was meant is not ours to guess. */
function refuseRepeated(argv: readonly string[], flags: Command.Class["flags"]): void {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.type !== "option" || flag.multiple) continue;
    const given = words.filter((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (given.length > 1) {
      const what = `--${name} is given ${given.length} times, and it takes one value`;
      throw AvbError.of("USAGE", { what, help: `give --${name} once` });
    }
  }
}
