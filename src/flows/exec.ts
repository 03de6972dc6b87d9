import { noProxy, present } from "../domain/child-environment.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import type { EnvWishes } from "../domain/env-wishes.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";
import { interrupted } from "./change-stack.ts";
import { effectiveEnv } from "./env-values.ts";
import { notRunning } from "./not-running.ts";
import { openCheckout } from "./open-checkout.ts";
import { plainValues, type ValueOptions } from "./plain-values.ts";
import { resolveStack } from "./resolve-stack.ts";

/** What is asked of `exec`. */
export interface ExecRequest {
  readonly overrides: ConfigOverrides;
  readonly wishes: Omit<EnvWishes, "view">;
  readonly command: readonly string[];
  /** Aborted when a signal came before the command was started. */
  readonly signal: AbortSignal;
  readonly asking?: ValueOptions["asking"];
  /** Says what a person should know before the command takes the terminal. */
  caution(text: string): void;
}

/** Runs a command with the effective values on top of its parent's environment; answers its exit status (128 + n for a signal). */
export async function exec(world: World, request: ExecRequest): Promise<number> {
  const [file, ...args] = request.command;
  if (file === undefined) throw AvbError.of("EXEC_NO_COMMAND", {});
  const checkout = await openCheckout(world, request.overrides);
  const stack = await resolveStack(world, checkout, request.overrides);
  if (stack.mode === "production")
    throw AvbError.of("VERB_NOT_IN_MODE", {
      verb: "exec",
      mode: stack.mode,
      where: "sandbox and live, since the platform supplies production's values",
      fix: "avb dev exec --mode sandbox -- npm start",
    });
  const { variables, cautions } = await effectiveEnv(world, checkout, stack, { ...request.wishes, view: "host" });
  const values = await plainValues(world, checkout, variables, { stack, secrets: true, asking: request.asking });
  const idle = await notRunning(world, checkout, stack);
  for (const text of [...cautions, ...values.cautions, ...(idle === undefined ? [] : [idle])]) request.caution(text);
  const own = Object.fromEntries(values.entries.map(({ name, text }) => [name, text]));
  if (request.signal.aborted) throw interrupted(request.signal, "nothing was started", "run the command again");
  const parent = present(world.host.env);
  return world.shell.hand([file, ...args], { cwd: world.host.cwd, env: { ...parent, ...noProxy(parent), ...own } });
}
