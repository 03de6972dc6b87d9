import type { ConfigOverrides } from "./config.ts";
import type { ConfigLayer } from "./config-layers.ts";
import type { ConfigInput } from "./config-schema.ts";
import { AvbError } from "./errors/avb-error.ts";
import { isMode, MODES } from "./modes.ts";
import { asSlot, findPort, formatPorts, rangeOf } from "./ports.ts";
import { lintPorts } from "./ports-lint.ts";
import { printable } from "./printable.ts";
import type { Service } from "./service.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment says: AVB_MODE, AVB_SLOT, AVB_WITH, AVB_WITHOUT, AVB_PORT_<SERVICE>; an empty variable says nothing. */
export interface Twins {
  readonly layer: ConfigLayer;
  /** One VARIABLE_INVALID for each variable that says something impossible. */
  readonly problems: readonly AvbError[];
}

/** Reads the `AVB_*` twins of the configuration. */
export function readTwins(env: Variables, services: readonly Service[]): Twins {
  const problems: AvbError[] = [];
  const refuse = (variable: string, allowed: string) => {
    problems.push(AvbError.of("VARIABLE_INVALID", { variable, allowed, got: printable(env[variable] ?? "") }));
    return {};
  };
  const input: ConfigInput = {
    ...modeOf(env, refuse),
    ...slotOf(env, refuse),
    ...namesOf("with", env, services, refuse),
    ...namesOf("without", env, services, refuse),
    ...portsOf(env, services, refuse),
  };
  return { layer: { origin: "environment", input, placeOf: () => undefined }, problems };
}

/** The flags as a layer; a flag that only repeats its twin came from the environment and is left to it. */
export function flagLayer(overrides: ConfigOverrides, env: Variables): ConfigLayer {
  const mode = overrides.mode === env[TWINS.mode] ? undefined : overrides.mode;
  const own = (key: "with" | "without") => {
    const names = overrides[key];
    return names === undefined || names.join() === splitNames(env[TWINS[key]]).join() ? {} : { [key]: names };
  };
  if (mode !== undefined && !isMode(mode)) throw AvbError.of("MODE_UNKNOWN", { mode: printable(mode) });
  const input: ConfigInput = {
    ...(mode === undefined ? {} : { mode }),
    ...own("with"),
    ...own("without"),
  };
  return { origin: "flag", input, placeOf: () => undefined };
}

const TWINS = { mode: "AVB_MODE", slot: "AVB_SLOT", with: "AVB_WITH", without: "AVB_WITHOUT" } as const;
const PORT_PREFIX = "AVB_PORT_";

type Refuse = (variable: string, allowed: string) => ConfigInput;

function modeOf(env: Variables, refuse: Refuse): ConfigInput {
  const mode = env[TWINS.mode];
  if (!mode) return {};
  return isMode(mode) ? { mode } : refuse(TWINS.mode, `one of ${MODES.join(", ")}`);
}

function slotOf(env: Variables, refuse: Refuse): ConfigInput {
  const text = env[TWINS.slot];
  if (!text) return {};
  const slot = /^\d$/.test(text) ? asSlot(Number(text)) : undefined;
  return slot === undefined ? refuse(TWINS.slot, "a whole number from 0 to 9") : { slot };
}

const splitNames = (text: string | undefined): readonly string[] =>
  (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

function namesOf(key: "with" | "without", env: Variables, services: readonly Service[], refuse: Refuse): ConfigInput {
  const names = splitNames(env[TWINS[key]]);
  const known = services.map(({ id }) => id);
  if (names.some((name) => !known.includes(name)))
    return refuse(TWINS[key], `services with commas between them (${known.join(", ")})`);
  return names.length === 0 ? {} : { [key]: names };
}

function portsOf(env: Variables, services: readonly Service[], refuse: Refuse): ConfigInput {
  const ports: Record<string, number> = {};
  for (const variable of Object.keys(env).filter((name) => name.startsWith(PORT_PREFIX) && env[name])) {
    const name = variable.slice(PORT_PREFIX.length).toLowerCase().replace("_", ".").replaceAll("_", "-");
    const port = /^[1-9]\d{0,4}$/.test(env[variable] ?? "") ? Number(env[variable]) : 0;
    const allowed = refusalOf(name, port, services);
    if (allowed === undefined) ports[name] = port;
    else refuse(variable, allowed);
  }
  return Object.keys(ports).length === 0 ? {} : { ports };
}

/** What the port should have been; undefined when it may be what it is. */
function refusalOf(name: string, port: number, services: readonly Service[]): string | undefined {
  const known = findPort(services, name);
  if (known === undefined) return "left out, since no service has such a port";
  const [problem] = lintPorts(services, { [name]: port });
  return problem === undefined ? undefined : `one of the ports ${formatPorts(rangeOf(known.fact, 0))}`;
}
