import type { Command } from "@oclif/core";
import { AvbError } from "./domain/errors/avb-error.ts";

type Flags = Command.Class["flags"];

/** What oclif lets pass: an option given twice (it takes the last), and a wrong `AVB_*` twin (it blames the flag). USAGE, 2. */
export function checkWords(argv: readonly string[], flags: Flags | undefined, env: NodeJS.ProcessEnv): void {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  for (const [name, flag] of Object.entries(flags ?? {})) {
    if (flag.type !== "option") continue;
    const given = words.filter((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (given.length > 1 && !flag.multiple) throw repeated(name, given.length);
    if (given.length === 0) checkTwin(flag, env);
  }
}

function repeated(name: string, times: number): AvbError {
  const what = `--${name} is given ${times} times, and it takes one value`;
  return AvbError.of("USAGE", { what, help: `give --${name} once` });
}

function checkTwin(
  { env: twin, options, multiple }: Extract<Flags[string], { type: "option" }>,
  env: NodeJS.ProcessEnv,
): void {
  const value = twin === undefined ? undefined : env[twin];
  if (value === undefined || options === undefined || multiple || options.includes(value)) return;
  const what = `${twin} is '${value}', and it may be ${options.join(", ")}`;
  throw AvbError.of("USAGE", { what, help: `unset ${twin}` });
}
