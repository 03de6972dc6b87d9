import { isIPv4 } from "node:net";
import { AvbError } from "../domain/errors/avb-error.ts";
import type { SandboxLaunch } from "../domain/sandbox-protocol.ts";
import type { Files } from "../domain/world.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value !== "";
const isPort: Check = (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535;

/** Addresses that a container engine gives its bridges; a public one or a wildcard is never bound. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

const CHECKS: Readonly<Record<Exclude<keyof SandboxLaunch, "state">, Check>> = {
  instance: isText,
  version: isText,
  slot: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9,
  identityPort: isPort,
  billingPort: isPort,
  realm: (value) => typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value),
  adminToken: isText,
  billingKey: isText,
  gateway: (value) => value === undefined || (typeof value === "string" && isIPv4(value) && PRIVATE.test(value)),
  root: (value) => value === undefined || isText(value),
  lookEveryMs: (value) => value === undefined || (Number.isInteger(value) && Number(value) > 0),
};

const STATE_FILES = ["instance", "keys", "identities", "clock"] as const;

/** Reads what `up` wrote for this start; SANDBOX_LAUNCH_INVALID names the first field that cannot be used, not its value. */
export async function readLaunch(path: string, files: Files): Promise<SandboxLaunch> {
  const invalid = (why: string) => AvbError.of("SANDBOX_LAUNCH_INVALID", { path, why });
  const text = await files.read(path);
  if (text === undefined) throw invalid("there is no such file");
  const launch = parse(text);
  if (launch === undefined) throw invalid("it is not JSON");
  const fields = new Map<string, unknown>(Object.entries(launch));
  for (const [name, fits] of Object.entries(CHECKS))
    if (!fits(fields.get(name))) throw invalid(`${name} is not usable`);
  const state = new Map<string, unknown>(Object.entries(Object(fields.get("state"))));
  if (state.has("log") && !isText(state.get("log"))) throw invalid("state.log is not usable");
  for (const name of STATE_FILES) if (!isText(state.get(name))) throw invalid(`state.${name} is not usable`);
  return launch;
}

function parse(text: string): SandboxLaunch | undefined {
  try {
    return Object(JSON.parse(text)) as SandboxLaunch;
  } catch {
    return undefined;
  }
}
