import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { present } from "../domain/child-environment.ts";
import type { SshAddress } from "../domain/engine-address.ts";
import { tailOf } from "../domain/printable.ts";
import { safePath } from "../domain/safe-path.ts";
import type { Host } from "../domain/world.ts";
import { repositoryAround } from "./repository-around.ts";

/** Where `ssh` is looked for, and what it is told of the person. */
export type SshPlace = Pick<Host, "env" | "platform">;

/**
 * It asks for nothing, ends rather than serve half of what it was asked for, and notices a dead line within a minute. A
 * connection of its own, and not one that the person shares: what is forwarded over a shared one outlives whoever asked.
 */
const OPTIONS = [
  ...["BatchMode=yes", "ExitOnForwardFailure=yes", "ConnectTimeout=10", "ServerAliveInterval=15"],
  ...["ServerAliveCountMax=3", "ControlMaster=no", "ControlPath=none", "LogLevel=ERROR"],
].flatMap((option) => ["-o", option]);

/** The person, the machine and the port as `ssh` is told them. */
export const destinationOf = ({ host, user }: SshAddress): string => (user === undefined ? host : `${user}@${host}`);

/** What `ssh` does for us. */
interface SshWork {
  /** What is brought here, as `-L` has it. */
  readonly forwards: readonly string[];
  /** What is run there; without it nothing is. */
  readonly command?: string;
  /** What `ssh` prints here once it has signed in and everything is brought. */
  readonly announce?: string;
  readonly stdio: StdioOptions;
}

/**
 * Starts `ssh` in a session of its own, so that Ctrl-C is avb's to answer and nothing can ask on its terminal.
 * `~/.ssh/config` and the agent hold as they do for the person.
 */
export function startSsh({ env, platform }: SshPlace, address: SshAddress, work: SshWork): ChildProcess {
  const { port } = address;
  const words = [
    ...(work.command === undefined ? ["-N"] : ["-T"]),
    ...OPTIONS,
    ...(work.announce === undefined
      ? []
      : ["-o", "PermitLocalCommand=yes", "-o", `LocalCommand=echo ${work.announce}`]),
    ...(port === undefined ? [] : ["-p", port]),
    ...work.forwards.flatMap((forward) => ["-L", forward]),
    ...["--", destinationOf(address)],
    ...(work.command === undefined ? [] : [work.command]),
  ];
  const PATH = safePath(env.PATH ?? "", platform === "win32" ? ";" : ":", repositoryAround(process.cwd()));
  return spawn("ssh", words, { detached: true, stdio: work.stdio, env: { ...present(env), PATH } });
}

/** Resolves, with how, when the program is over or could not be started. */
export const overOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once("error", ({ message }: Error) =>
      resolve(/ENOENT/.test(message) ? "there is no program ssh on the PATH" : message),
    );
    child.once("exit", (code, signal) => resolve(`ssh ended with ${signal ?? `status ${code}`}`));
  });

/** The line that says most: what `ssh` gives up with comes last. */
export const lastLine = (said: string): string | undefined => tailOf(said).trim().split("\n").at(-1) || undefined;
