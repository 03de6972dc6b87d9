import { Config, type Interfaces, run } from "@oclif/core";
import { keepMemoryOutOfDumps } from "./adapters/memory-dumps.ts";
import { AvbError, formatError } from "./domain/errors/avb-error.ts";
import { errorsOf, unknownCommand } from "./failure.ts";
import { inMemoryPlugin, type Manifest } from "./oclif-plugin.ts";
import { errorEnvelope } from "./ui/envelope.ts";

/** Runs avb with these arguments; sets the exit status and never throws. */
export async function main(
  root: string,
  pjson: Interfaces.PJSON,
  manifest: Manifest,
  argv: readonly string[],
): Promise<void> {
  keepMemoryOutOfDumps();
  process.on("uncaughtException", (error) => leave(error, argv));
  const words = argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
  try {
    await run(words, await loadConfig(root, pjson, manifest));
  } catch (error) {
    say(errorsOf(unknownCommand(error, Object.keys(manifest)) ?? error, "avb --help"), argv);
  }
}

/** Ends at once, in one line: what nobody awaited has failed, such as a write to a full disk behind stdout. */
function leave(error: NodeJS.ErrnoException, argv: readonly string[]): void {
  const why = error.syscall === "write" ? error.code : undefined;
  // Whoever stopped reading has seen enough; what was begun goes on to its end.
  if (why === "EPIPE") return;
  const problems =
    why === undefined ? errorsOf(error, "avb --help") : ([AvbError.of("OUTPUT_FAILED", { why })] as const);
  say(problems, why === undefined ? argv : []);
  process.exit();
}

function say(problems: readonly [AvbError, ...AvbError[]], argv: readonly string[]): void {
  process.exitCode = problems[0].exitCode;
  if (argv.includes("--json"))
    process.stdout.write(`${JSON.stringify(errorEnvelope(argv.join(" "), problems, []), null, 2)}\n`);
  else for (const problem of problems) process.stderr.write(`${formatError(problem)}\n`);
}

/** oclif's configuration with avb's commands in memory. Its themes are left out: three looks at the disk for colours nobody set. */
export async function loadConfig(
  root: string,
  pjson: Interfaces.PJSON,
  manifest: Manifest,
): Promise<Interfaces.Config> {
  process.env.AVB_DISABLE_THEME = "1";
  const config = await Config.load({
    root,
    pjson,
    plugins: new Map([[pjson.name, inMemoryPlugin(root, pjson, manifest)]]),
  });
  delete process.env.AVB_DISABLE_THEME;
  keepLoaded();
  return config;
}

/** oclif loads what it is given anew, for the run and again for the command; the one configuration serves both. */
function keepLoaded(): void {
  const load = Config.load.bind(Config);
  Config.load = async (options) => (options instanceof Config ? options : load(options));
}
