import type { Check } from "../domain/check.ts";
import { stateRootOf } from "../domain/checkout.ts";
import { configLines, formatConfigLines } from "../domain/config-view.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { describePlan } from "../domain/plan.ts";
import { printable } from "../domain/printable.ts";
import { redactor } from "../domain/redact.ts";
import { type SupportPart, supportPage } from "../domain/support-page.ts";
import type { World } from "../domain/world.ts";
import { type DoctorReport, doctor } from "./doctor.ts";
import { dryWorld } from "./dry-world.ts";
import { knownSecrets } from "./known-secrets.ts";
import { type OpenedAnyway, openAnyway } from "./open-anyway.ts";
import { resolveStack } from "./resolve-stack.ts";
import { planUpOnly } from "./up.ts";

const LONGEST_LINE = 2000;
const LINES = { server: 200, debug: 100, journal: 50 };
/** Variables that steer avb, engines and connections. Their names are told, their values are not. */
const STEERING = /^(?:AVB|DOCKER|COMPOSE|NODE)_|_PROXY$|^(?:CI|TZ|LANG|TERM|SHELL)$/i;

/** What is asked of a bundle. */
export interface BundleRequest {
  readonly version: string;
  readonly checks: readonly Check[];
  /** A name for the file; one by the time of day in the current folder when absent. */
  readonly out?: string | undefined;
}

/** The file that was written. */
export interface Bundle {
  readonly path: string;
  readonly bytes: number;
  readonly parts: readonly string[];
  readonly healthy: boolean;
}

/** Writes what helps somebody else to help: one page of text, without a secret. BUNDLE_EXISTS (2) where the file is there already. */
export async function supportBundle(real: World, { version, checks, out }: BundleRequest): Promise<Bundle> {
  const world = dryWorld(real);
  const path = placeOf(world, out);
  const opened = await openAnyway(world);
  const report = await doctor(world, checks);
  const stack = await resolveStack(world, opened.checkout).catch(() => undefined);
  const secrets = await knownSecrets(world, opened.checkout, stack);
  const redact = redactor(secrets.texts, base64);
  const parts = [
    { title: "Versions", text: await versions(world, version) },
    { title: "Doctor", text: doctorLines(report) },
    { title: "Configuration", text: configuration(opened) },
    { title: "Plan", text: await plan(world, version) },
    {
      title: "Variables that are set",
      text: Object.keys(world.host.env)
        .filter((name) => STEERING.test(name))
        .sort()
        .join("\n"),
    },
    ...(secrets.complete ? await logs(world, opened, redact) : [NO_LOGS]),
  ];
  const text = withoutHome(redact(supportPage(parts)), world.host.home);
  if (!(await real.files.create(path, text))) throw AvbError.of("BUNDLE_EXISTS", { path });
  return { path, bytes: text.length, parts: parts.map(({ title }) => title), healthy: report.healthy };
}

function placeOf({ host, clock }: World, out: string | undefined): string {
  const stamp = new Date(clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  const name = out || `avb-support-${stamp}.md`;
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(name) ? name : `${host.cwd}/${name}`;
}

async function versions({ host, engine }: World, version: string): Promise<string> {
  const found = await engine.facts(1500).then(
    (facts) => `engine ${facts.version} at ${facts.address}, Compose ${facts.composeVersion ?? "missing"}`,
    (error: unknown) => messageOf(error),
  );
  return [`avb ${version}`, `Node ${host.node}`, `${host.platform} ${host.version}`, found].join("\n");
}

const doctorLines = ({ checks }: DoctorReport): string =>
  checks
    .flatMap(({ id, findings }) => findings.map(({ state, says }) => `${state.padEnd(4)}  ${id}: ${says}`))
    .join("\n");

const configuration = ({ checkout, problems }: OpenedAnyway): string =>
  [...problems.map(({ message }) => `problem: ${message}`), formatConfigLines(configLines(checkout), true)].join("\n");

async function plan(world: World, version: string): Promise<string> {
  const options = { version, strict: false, forContainers: false, seed: true, reveal: false, timeoutMs: 10_000 };
  return planUpOnly({ world }, options).then(
    (planned) => describePlan(planned.plan),
    (error: unknown) => `avb dev up would stop: ${messageOf(error)}`,
  );
}

const NO_LOGS = {
  title: "Logs",
  text: "left out: what is secret in them cannot be made out, see the doctor's findings",
};

type Redact = (text: string) => string;

async function logs(
  world: World,
  { checkout: { state } }: OpenedAnyway,
  redact: Redact,
): Promise<readonly SupportPart[]> {
  const files = [
    ["Server's log", state.serverLog, LINES.server],
    ["Debug log", `${stateRootOf(world.host)}/debug.log`, LINES.debug],
    ["Journal", state.journal, LINES.journal],
  ] as const;
  return Promise.all(
    files.map(async ([title, path, lines]) => ({ title, text: tailOf(redact(await textOf(world, path)), lines) })),
  );
}

const textOf = async (world: World, path: string): Promise<string> =>
  (await world.files.read(path).catch(messageOf)) ?? "";

/** Masked before it is cut: half a secret is none that could be found. */
const tailOf = (text: string, lines: number): string =>
  text
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => printable(line, LONGEST_LINE))
    .join("\n");

const messageOf = (error: unknown): string => {
  if (error instanceof AvbErrors) return error.problems.map(({ message }) => message).join("; ");
  return error instanceof Error ? error.message : String(error);
};

const withoutHome = (text: string, home: string): string => (home.length > 1 ? text.replaceAll(home, "~") : text);

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
