import type { EngineContainer } from "../../domain/containers.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { likelyCause } from "../../domain/live/causes.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { printable } from "../../domain/printable.ts";
import type { World } from "../../domain/world.ts";
import type { Awaited } from "./awaited.ts";
import { type Answer, ask } from "./probe.ts";

const TAIL_LINES = 20;
const LINE_LENGTH = 400;

/** One of a service's containers has ended, or the engine gave up starting it again. */
export async function crashed(world: World, of: Awaited, container: EngineContainer): Promise<AvbError> {
  const lines = await lastWords(world, container.id, of.hide);
  const facts = { ...(await lastAnswer(world, of)), ...causeOf(of, { container, lines }) };
  const { id: service } = of.service;
  return AvbError.of(
    "SERVICE_CRASHED",
    { ...facts, how: howItFell(container), service, container: nameOf(of, container.id) },
    detailed(lines),
  );
}

/** While it runs once more, nothing is known of how it ended before. */
function howItFell({ life, restartCount, exitCode }: EngineContainer): string {
  const restarted =
    restartCount === 0 ? [] : [`was restarted ${restartCount === 1 ? "once" : `${restartCount} times`}`];
  return [...restarted, ...(life === "running" ? [] : [`ended with ${exitCode}`])].join(" and ");
}

/** It lived, and did not answer well in time. */
export async function tooLate(
  world: World,
  of: Awaited,
  { containers, answer }: { readonly containers: readonly EngineContainer[]; readonly answer: Answer | undefined },
): Promise<AvbError> {
  const [container] = containers;
  const lines = container === undefined ? [] : await lastWords(world, container.id, of.hide);
  const cause = container === undefined ? NO_CAUSE : causeOf(of, { container, lines });
  const seconds = String(Math.round(of.withinMs / 1000));
  const { asked, said } = answer ?? NOTHING_ASKED;
  return AvbError.of("SERVICE_NOT_READY", { ...cause, asked, said, seconds, service: of.service.id }, detailed(lines));
}

const NOTHING_ASKED = { asked: "nothing", said: "its containers did not come to rest" };
const NO_CAUSE = { cause: "", fix: "avb dev up" };

const detailed = (lines: readonly string[]) => (lines.length === 0 ? {} : { detail: lines.join("\n") });

const nameOf = ({ ids, service }: Awaited, id: string): string =>
  [...ids].find(([, other]) => other === id)?.[0] ?? service.id;

function causeOf(
  of: Awaited,
  { container, lines }: { readonly container: EngineContainer; readonly lines: readonly string[] },
): { readonly cause: string; readonly fix: string } {
  const { id: service, own = false } = of.service;
  const about = { service, own, container: nameOf(of, container.id) };
  const found = likelyCause({ container, text: lines.join("\n") }, about);
  return found === undefined ? NO_CAUSE : { cause: `: ${found.says}`, fix: found.fix };
}

async function lastAnswer(world: World, of: Awaited): Promise<Pick<Answer, "asked" | "said">> {
  const [probe] = of.service.probe === undefined ? (of.service.ready?.usable ?? []) : [of.service.probe];
  return probe === undefined ? NOTHING_ASKED : ask(world, probe, of).catch(() => NOTHING_ASKED);
}

/** What it wrote last, safe for a terminal and without a secret of ours. A failure to read it is no failure of its own. */
async function lastWords(world: World, id: string, hide: (text: string) => string): Promise<readonly string[]> {
  const lines: string[] = [];
  const options = { tail: TAIL_LINES, limits: { timeoutMs: LIVE_MS.look } };
  await world.containers
    .logs(id, options, ({ text }) => lines.push(printable(hide(text), LINE_LENGTH)))
    .catch(() => {});
  return lines;
}
