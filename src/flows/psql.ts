import { printable } from "../domain/printable.ts";
import { ServiceRefusal } from "../domain/refusal.ts";
import type { Secret } from "../domain/secret.ts";
import type { World } from "../domain/world.ts";

const DEADLINE_MS = 20_000;
const LONGEST_REASON = 300;
/** How psql ends when it could not connect, or lost the connection (psql reference, exit status). */
const NOT_CONNECTED = 2;

/** Who asks which database. */
export interface PsqlPlace {
  /** The engine's id of the server's container. */
  readonly container: string;
  readonly role: string;
  readonly database: string;
  readonly password: Secret;
  readonly signal: AbortSignal;
}

/** At the container's own address the server asks for the password; at 127.0.0.1 the image's pg_hba.conf trusts everybody. */
const AT_ITS_ADDRESS = 'set -- "$1" "$2" $(hostname -i); exec psql -XqAt -v ON_ERROR_STOP=1 -h "$3" -U "$1" -d "$2"';

/**
 * Runs statements through psql in the server's container, as an application would from outside, and answers what they
 * print. Neither password nor statement stands in a command line. A ServiceRefusal has the server's own words.
 */
export async function psql(
  { containers }: Pick<World, "containers">,
  { container, role, database, password, signal }: PsqlPlace,
  sql: string,
): Promise<string> {
  const command = ["sh", "-c", AT_ITS_ADDRESS, "psql", role, database] as const;
  const { exitCode, stdout, stderr } = await containers.exec(container, command, {
    env: { PGPASSWORD: password.reveal(), PGCONNECT_TIMEOUT: "5" },
    input: sql,
    ...{ timeoutMs: DEADLINE_MS, signal },
  });
  if (exitCode === 0) return stdout.trim();
  throw new ServiceRefusal(reasonIn(stderr), exitCode, exitCode === NOT_CONNECTED && !/FATAL/.test(stderr));
}

/** The server's first sentence, without psql's own words before it. */
const reasonIn = (stderr: string): string => {
  const line = stderr.split("\n").find((one) => /ERROR|FATAL/.test(one)) ?? stderr.trim();
  return printable(line.replace(/^.*?(?:ERROR|FATAL):\s*/, ""), LONGEST_REASON);
};
