import { Config, type Interfaces, run } from "@oclif/core";
import { formatError } from "./domain/errors/avb-error.ts";
import { errorsOf } from "./failure.ts";
import { inMemoryPlugin, type Manifest } from "./oclif-plugin.ts";
import { errorEnvelope } from "./ui/envelope.ts";

/** Runs avb with these arguments; sets the exit status and never throws. */
export async function main(
  root: string,
  pjson: Interfaces.PJSON,
  manifest: Manifest,
  argv: readonly string[],
): Promise<void> {
  try {
    await run([...argv], await loadConfig(root, pjson, manifest));
  } catch (error) {
    const problems = errorsOf(error, "avb --help");
    process.exitCode = problems[0].exitCode;
    if (argv.includes("--json"))
      process.stdout.write(`${JSON.stringify(errorEnvelope(argv.join(" "), problems, []), null, 2)}\n`);
    else for (const problem of problems) process.stderr.write(`${formatError(problem)}\n`);
  }
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
  return config;
}
