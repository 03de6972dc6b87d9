import { nodeFiles } from "../adapters/files.ts";
import { nodeProcesses } from "../adapters/processes.ts";
import { AvbError, formatError } from "../domain/errors/avb-error.ts";
import { EXIT } from "../domain/exit-codes.ts";
import { redactor } from "../domain/redact.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { SandboxLaunch, StartupMessage } from "../domain/sandbox-protocol.ts";
import { tellable } from "../domain/told-error.ts";
import { PortTaken } from "./bind.ts";
import { openIdentityStore } from "./identity-file.ts";
import { openKeyRing } from "./keyring.ts";
import { readLaunch } from "./launch.ts";
import { watchOwner } from "./orphan-watch.ts";
import { openServerLog } from "./server-log.ts";

let logFile: string | undefined;
const serverLog = openServerLog(() => logFile);
const masked = redactor([], (text) => Buffer.from(text, "utf8").toString("base64"));
const log = (text: string): void => serverLog.say(masked(text));

const failed = (error: unknown): void => log(`failed: ${error instanceof Error ? error.stack : String(error)}`);

async function serve(launchPath: string): Promise<void> {
  process.once("disconnect", leaveWithStarter);
  const launch = await readLaunch(launchPath, nodeFiles);
  logFile = launch.state.log;
  const [keys, store, { startSandbox }, processStart] = await Promise.all([
    openKeyRing(launch.state.keys, nodeFiles, Date.now),
    openIdentityStore(launch.state.identities, launch.realm, nodeFiles),
    import("./sandbox-server.ts"),
    nodeProcesses.startOf(process.pid),
  ]);
  let end = () => {};
  const stopAsked = () => end();
  const server = await startSandbox(launch, { keys, store, now: Date.now, failed, stopAsked, write: serverLog.line });
  end = endOnce(launch, () => server.close());
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, end);
  await nodeFiles.write(launch.state.instance, `${JSON.stringify(recordOf(launch, processStart ?? ""), null, 2)}\n`);
  log(`serving ${launch.realm} on port ${launch.identityPort}, billing on port ${launch.billingPort}`);
  watchOwner(launch, nodeFiles, (why) => {
    log(`ending: ${why}`);
    end();
  });
  say("ready");
}

/** A starter that is gone before it heard from us will never use this server. */
function leaveWithStarter(): void {
  log("the starter went away; leaving");
  process.exit(EXIT.interrupt);
}

function say(message: StartupMessage): void {
  process.off("disconnect", leaveWithStarter);
  if (process.send !== undefined) process.send(message, () => process.connected && process.disconnect());
}

function recordOf(launch: SandboxLaunch, processStart: string): SandboxInstance {
  const { instance, version, slot, identityPort, billingPort, realm, adminToken, gateway, root } = launch;
  return {
    instance,
    pid: process.pid,
    processStart,
    startedAtMs: Date.now(),
    version,
    slot,
    identityPort,
    billingPort,
    baseUrl: `http://localhost:${identityPort}`,
    realm,
    adminToken,
    ...(gateway === undefined ? {} : { gateway }),
    ...(root === undefined ? {} : { root }),
  };
}

/** Ends the server once, however often it is asked to, and takes its record away if the record is still its own. */
function endOnce({ instance, state }: SandboxLaunch, close: () => Promise<void>): () => void {
  let ending = false;
  const finish = async (): Promise<void> => {
    await close();
    const record = await nodeFiles.read(state.instance);
    if (record?.includes(JSON.stringify(instance))) await nodeFiles.remove(state.instance);
    log("ended");
  };
  return () => {
    if (ending) return;
    ending = true;
    finish().then(() => process.exit(EXIT.ok), leave);
  };
}

/** Leaves with the status that the error stands for; the starter is told what it can act on: another port, room on the disk. */
async function leave(error: unknown): Promise<never> {
  if (error instanceof PortTaken) {
    log(error.message);
    await tell({ taken: error.port });
    process.exit(EXIT.port);
  }
  if (error instanceof AvbError) log(formatError(error));
  else failed(error);
  const told = tellable(error);
  if (told !== undefined) await tell({ failed: told });
  process.exit(error instanceof AvbError ? error.exitCode : EXIT.bug);
}

/** Sends the starter its message, while it still listens. */
const tell = (message: StartupMessage): Promise<unknown> =>
  new Promise((told) => (process.connected ? process.send?.(message, told) : told(undefined)));

process.on("uncaughtException", failed);
process.on("unhandledRejection", failed);
serve(process.argv[2] ?? "").catch(leave);
