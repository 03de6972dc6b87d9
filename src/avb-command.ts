import { Command, Errors, Flags } from "@oclif/core";
import { type DebugLog, openDebugLog } from "./adapters/debug-log.ts";
import { nodeHost } from "./adapters/host.ts";
import { stateRootOf } from "./domain/checkout.ts";
import { formatError } from "./domain/errors/avb-error.ts";
import { redactor } from "./domain/redact.ts";
import type { Host, World } from "./domain/world.ts";
import { errorsOf } from "./failure.ts";
import { checkWords } from "./flag-words.ts";
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
  #found: object | null = null;
  readonly #log = debugLogOf(process.env, nodeHost(this.config.root));

  abstract override run(): Promise<Result>;

  /** The outside of this run. */
  protected world(): World {
    const env = this.isOn("allow-remote") ? { ...process.env, AVB_ALLOW_REMOTE: "1" } : process.env;
    return realWorld(this.config.root, nodeHost(this.config.root, env));
  }

  /** Aborted by the first SIGINT, SIGTERM or SIGHUP; the second one leaves at once. */
  protected get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True where a person has the story before them when an error is told. */
  protected get isFollowed(): boolean {
    return !this.isOn("quiet");
  }

  /** A line of the story, on stderr. */
  protected say(text: string): void {
    this.#log?.write("say", text);
    if (!this.isOn("quiet")) process.stderr.write(`${text}\n`);
  }

  /** A line of the story that only `--verbose` shows. */
  protected detail(text: string): void {
    this.#log?.write("detail", text);
    if (this.isOn("verbose") && !this.isOn("quiet")) process.stderr.write(`${text}\n`);
  }

  /** Whether one of these switches is on, by flag or by its variable; known before the flags are parsed. */
  protected isOn(name: "quiet" | "verbose" | "allow-remote" | "allow-production"): boolean {
    const words = this.argv.includes("--") ? this.argv.slice(0, this.argv.indexOf("--")) : this.argv;
    return (
      words.includes(`--${name}`) ||
      /^(1|true|yes|y)$/i.test(process.env[`AVB_${name.toUpperCase().replaceAll("-", "_")}`] ?? "")
    );
  }

  /** Something a person should know though the command goes on: on stderr, and in the envelope. */
  protected caution(text: string): void {
    this.#warnings.push(text);
    this.#log?.write("warning", text);
    if (!this.jsonEnabled()) process.stderr.write(`avb: warning: ${text}\n`);
  }

  /** The product, on stdout; nothing in JSON mode, where the envelope is the product. */
  protected print(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
  }

  /** Keeps what was found for the JSON of a command that then ends with an error about it. */
  protected found(result: Result): void {
    this.#found = result;
  }

  protected override async init(): Promise<void> {
    await super.init();
    this.#log?.write("start", {
      command: this.id,
      node: process.version,
      version: this.config.version,
      cwd: process.cwd(),
    });
    checkWords(this.argv, this.ctor.flags, process.env);
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
    if (this.jsonEnabled()) this.logJson(errorEnvelope(this.id ?? "", problems, this.#warnings, this.#found));
    else
      for (const problem of problems) process.stderr.write(`${formatError(problem, { followed: this.isFollowed })}\n`);
    this.#log?.write("error", error);
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    await super.finally(error);
    if (this.#log === undefined) return;
    this.#log.write("end", { status: process.exitCode ?? 0, ms: Math.round(performance.now()) });
    if (!this.isOn("quiet")) process.stderr.write(`avb: debug log: ${this.#log.path}\n`);
  }
}

/** With `AVB_LOG=debug`, a log in avb's state folder; its lines are redacted by shape. */
function debugLogOf(env: NodeJS.ProcessEnv, host: Host): DebugLog | undefined {
  if (env.AVB_LOG !== "debug") return undefined;
  const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
  return openDebugLog(`${stateRootOf(host)}/debug.log`, redactor([], base64));
}
