import type { Checkout } from "../../domain/checkout.ts";
import type { EngineContainer, Labelled } from "../../domain/containers.ts";
import type { EngineImage, ListedEngineImage } from "../../domain/engine-images.ts";
import { desireStack } from "../../domain/live/desire.ts";
import { type DesiredStack, LABELS } from "../../domain/live/desired.ts";
import { LIVE_MS } from "../../domain/live/limits.ts";
import { judge, type Verdicts } from "../../domain/live/verdict.ts";
import { redactor } from "../../domain/redact.ts";
import type { Service } from "../../domain/service.ts";
import type { Stack } from "../../domain/stack.ts";
import { standInCautions } from "../../domain/stand-in-words.ts";
import type { World } from "../../domain/world.ts";
import { renderContext } from "../render-context.ts";
import { firstBad, knownProbes, type Standing, standing, usableProbes } from "./await-usable.ts";
import { containerSecrets } from "./container-secrets.ts";
import { type LiveSecrets, liveSecrets } from "./live-secrets.ts";
import { lockedHere, observeImages } from "./observe-images.ts";
import type { Probed } from "./probe.ts";
import { type StackRecord, stackRecord } from "./stack-record.ts";

/** Everything at the engine that concerns a stack, and what should be there. */
export interface LiveObservation {
  readonly stack: Stack;
  readonly desired: DesiredStack;
  readonly verdicts: Verdicts;
  /** Names of networks and volumes that are missing. */
  readonly missingNetworks: ReadonlySet<string>;
  readonly missingVolumes: ReadonlySet<string>;
  /** All that this engine has, whoever made them. */
  readonly networks: readonly Labelled[];
  /** Those of the checkout, of every slot. */
  readonly volumes: readonly Labelled[];
  readonly images: ReadonlyMap<string, EngineImage | undefined>;
  /** Images that avb derived, where another one is to be built. */
  readonly derived: readonly ListedEngineImage[];
  /** Whether containers are made from images that avb derives. */
  readonly prepare: boolean;
  /** What a person should know of the images. */
  readonly cautions: readonly string[];
  /** Why a service whose containers all run is not known to be usable; absent for one that is. */
  readonly unusable: ReadonlyMap<string, string>;
  readonly record: StackRecord | undefined;
  readonly secrets: LiveSecrets;
  readonly hide: (text: string) => string;
}

const LOOK = { timeoutMs: LIVE_MS.look } as const;

/** The label by which the containers of one checkout and slot are found. */
export const ownLabels = ({ id, slot }: Pick<Checkout, "id" | "slot">): readonly string[] => [
  `${LABELS.checkout}=${id}`,
  `${LABELS.slot}=${slot}`,
];

/** The checkout's containers as they are; ENGINE_UNREACHABLE and its like where there is no engine. */
export const ownContainers = (world: World, checkout: Checkout): Promise<readonly EngineContainer[]> =>
  world.containers.list(ownLabels(checkout), LOOK);

/** What a look at the engine goes by. */
export interface LiveSubject {
  readonly stack: Stack;
  readonly version: string;
  readonly have: readonly EngineContainer[];
  /** Whether images are prepared for quicker starts; as the last `up` had it when nothing is said. */
  readonly prepare?: boolean | undefined;
  /** Milliseconds since 1970: until then a service may become usable, whatever its own time. */
  readonly patientUntilMs?: number | undefined;
}

/** Looks at the engine once and decides nothing. */
export async function observeLive(world: World, checkout: Checkout, subject: LiveSubject): Promise<LiveObservation> {
  const { stack, version, have } = subject;
  const record = await stackRecord(world, checkout);
  const prepare = subject.prepare ?? record?.prepare ?? true;
  const locked = await lockedHere(world, await renderContext(world, checkout, { stack, version, prepare }));
  const source = await containerSecrets(world, checkout, stack);
  const desired = desireStack(locked.context, source);
  const verdicts = judge(desired, have);
  const owner = [`${LABELS.checkout}=${checkout.id}`];
  const made = [...verdicts.containers].flatMap(([one, verdict]) => (verdict.do === "create" ? [one] : []));
  const [networks, volumes, { images, cautions, derived }, secrets] = await Promise.all([
    world.containers.networks([], LOOK),
    world.containers.volumes(owner, LOOK),
    observeImages(world, made),
    liveSecrets(world, checkout),
  ]);
  const seen = { stack, desired, verdicts, secrets, record, hide: redactor(source.used(), base64) };
  const told = [...standInCautions(stack), ...locked.cautions, ...cautions];
  return {
    ...{ ...seen, networks, volumes, images, derived, prepare, cautions: told },
    missingNetworks: without(desired.networks, networks),
    missingVolumes: without(desired.volumes, volumes),
    unusable: await lookAtServices(world, seen),
  };
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const without = (wanted: readonly { readonly name: string }[], have: readonly { readonly name: string }[]) => {
  const names = new Set(have.map(({ name }) => name));
  return new Set(wanted.flatMap(({ name }) => (names.has(name) ? [] : [name])));
};

/** The services of a desired stack, in the catalogue's order. */
export const servicesOf = ({ containers }: DesiredStack): readonly Service[] => [
  ...new Set(containers.map(({ service }) => service)),
];

/** What a service's probes need. */
export function probedBy(
  { stack, secrets }: Pick<LiveObservation, "stack" | "secrets">,
  service: Service,
  ids: ReadonlyMap<string, string>,
): Probed {
  const own = Object.keys(service.ports).map((port) => [port, stack.ports.get(`${service.id}.${port}`) ?? 0] as const);
  return { service, secrets, ids, ports: new Map(own) };
}

type Seen = Pick<LiveObservation, "stack" | "desired" | "verdicts" | "secrets" | "record">;

async function lookAtServices(world: World, seen: Seen): Promise<ReadonlyMap<string, string>> {
  const answers = await Promise.all(
    servicesOf(seen.desired).map(async (service) => [service.id, await whyUnusable(world, seen, service)] as const),
  );
  return new Map(answers.flatMap(([id, why]) => (why === undefined ? [] : [[id, why] as const])));
}

async function whyUnusable(world: World, seen: Seen, service: Service): Promise<string | undefined> {
  const own = [...seen.verdicts.containers].filter(([one]) => one.service === service);
  const kept = own.flatMap(([{ container }, verdict]) =>
    verdict.do === "keep" ? [[container, verdict.have] as const] : [],
  );
  if (kept.length < own.length) return "its containers do not all run";
  const ids = new Map(kept.map(([container, { id }]) => [container, id]));
  const now = kept.map(([, have]) => standing(have));
  const known = isKnown(seen.record?.usable[service.id], now);
  const bad = await firstBad(world, known ? knownProbes(service) : usableProbes(service), probedBy(seen, service, ids));
  if (bad !== undefined) return `${bad.asked}: ${bad.said}`;
  return known ? undefined : "it was started since it was last seen usable";
}

/** Whether a service stands as it did when it was last found usable. */
export const isKnown = (known: readonly Standing[] | undefined, now: readonly Standing[]): boolean =>
  JSON.stringify(known?.toSorted(byId)) === JSON.stringify(now.toSorted(byId));

const byId = (one: Standing, other: Standing): number => (one.id < other.id ? -1 : 1);
