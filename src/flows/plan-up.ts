import type { Checkout } from "../domain/checkout.ts";
import type { EngineContainer } from "../domain/containers.ts";
import type { Plan, Step } from "../domain/plan.ts";
import { planForwards, portsPublished } from "./live/forward.ts";
import { planLive } from "./live/plan-live.ts";
import { startingAnew } from "./live/restart-live.ts";
import { isLiving } from "./observe-sandbox.ts";
import type { UpObservation } from "./observe-up.ts";
import { planUpSeeds } from "./seeding/plan-up-seeds.ts";
import {
  endCutOff,
  endServer,
  keepThePorts,
  makeSecrets,
  prove,
  proveBillingStep,
  refreshFiles,
  startServer,
  writeBillingStep,
  writeIdentities,
} from "./up-steps.ts";

/** What decides on the steps beside what was observed. */
interface PlanUpWishes {
  readonly seed: boolean;
  readonly pull?: boolean;
  /** Why what runs well is to be started anew; all of it, or one service alone. */
  readonly restart?: string;
  readonly restartOnly?: string;
}

/** The steps that make the sandbox usable from what was observed; none when it is. */
export function planUp(checkout: Checkout, observed: UpObservation, options: PlanUpWishes): Plan {
  const { embedded } = observed.allocation.stack;
  const server = embedded.size > 0 ? planServer(checkout, observed, options) : planNoServer(checkout, observed);
  const live = observed.live === undefined ? undefined : startingAnew(observed.live, options);
  const { seeds } = observed;
  const containers = live === undefined ? [] : planLive(live, { pull: options.pull !== false });
  const forwards = planForwards(checkout, observed.forwards, portsPublished(live?.seen.desired.containers ?? []));
  const seeding = live === undefined || seeds === undefined ? [] : planUpSeeds(live, seeds, server);
  return {
    steps: [
      ...(observed.hasSecrets ? [] : [makeSecrets(checkout)]),
      ...server.map((step) => (step.id === "start-server" ? afterHolders(step, observed) : step)),
      ...forwards,
      ...containers,
      ...seeding,
      ...(containers.length + forwards.length > 0 && !server.some(({ id }) => id === "ports")
        ? [keepThePorts(checkout, observed)]
        : []),
      ...(observed.staleFiles.length === 0 ? [] : [refreshFiles(checkout, observed)]),
    ],
  };
}

/** The server waits for containers that leave the stack and hold a port of its. */
function afterHolders(step: Step, { live, wishes }: UpObservation): Step {
  const wanted = [wishes.identityPort, wishes.billingPort];
  const holders = live?.seen.verdicts.leaving.filter(({ have }) => wanted.some((port) => holds(have, port))) ?? [];
  return { ...step, after: [...step.after, ...holders.map(({ have }) => `end-${have.name}`)] };
}

const holds = ({ ports }: EngineContainer, port: number): boolean => [...ports.values()].includes(port);

/** Nothing is left for the sandbox server to stand in for. */
const planNoServer = (checkout: Checkout, { server }: UpObservation): readonly Step[] =>
  isLiving(server) ? [endServer(checkout, server, "real containers take its place")] : [];

function planServer(checkout: Checkout, observed: UpObservation, options: PlanUpWishes): readonly Step[] {
  const { restart, restartOnly } = options;
  const isMeant = restartOnly === undefined || observed.allocation.stack.embedded.has(restartOnly);
  const start = whyStart(observed, isMeant ? restart : undefined);
  const isNew = start !== undefined;
  return [
    ...(isNew ? serverSteps(checkout, observed, start) : []),
    ...(options.seed ? seedSteps(checkout, observed, isNew) : []),
    ...(isNew && !options.seed ? [prove(checkout, false), proveBillingStep(checkout, false)] : []),
  ];
}

/** What is written, and the proofs of what was written or started. */
function seedSteps(checkout: Checkout, { difference, billing }: UpObservation, isNew: boolean): readonly Step[] {
  const identities = whySeed(isNew ? undefined : difference?.changes.length);
  const plans = whySeed(isNew ? undefined : billing?.writes.length);
  return [
    ...(identities === undefined ? [] : [writeIdentities(checkout, identities)]),
    ...(plans === undefined ? [] : [writeBillingStep(checkout, plans)]),
    ...(identities === undefined ? [] : [prove(checkout, true)]),
    ...(plans === undefined ? [] : [proveBillingStep(checkout, true)]),
  ];
}

const serverSteps = (checkout: Checkout, observed: UpObservation, because: string): readonly Step[] => [
  ...(observed.orphan === undefined ? [] : [endCutOff(observed.orphan)]),
  ...(isLiving(observed.server) ? [endServer(checkout, observed.server, because)] : []),
  keepThePorts(checkout, observed),
  startServer(checkout, observed, because),
];

function whyStart(
  { server, wishes, unusable, hasSecrets }: UpObservation,
  restart: string | undefined,
): string | undefined {
  if (server.state === "none") return "it is not running";
  const { instance } = server;
  if (server.state === "dead") return `its process (pid ${instance.pid}) is gone`;
  if (server.state === "silent") return `its process (pid ${instance.pid}) does not answer`;
  const reasons: readonly (readonly [boolean, string])[] = [
    [restart !== undefined, restart ?? ""],
    [instance.version !== wishes.version, `it is version ${instance.version}, avb is ${wishes.version}`],
    [instance.identityPort !== wishes.identityPort, moved("sign-in", instance.identityPort, wishes.identityPort)],
    [instance.billingPort !== wishes.billingPort, moved("billing", instance.billingPort, wishes.billingPort)],
    [instance.gateway !== wishes.gateway, `containers are to reach it at ${wishes.gateway}`],
    [unusable !== undefined, unusable ?? ""],
    [!hasSecrets, "the secrets it was started with are gone"],
  ];
  return reasons.find(([holds]) => holds)?.[1];
}

const moved = (what: string, from: number, to: number) => `its ${what} port is to be ${to}, not ${from}`;

/** Why something is to be seeded of which that many differ; nobody knows of a server that is only to be started. */
function whySeed(differing: number | undefined): string | undefined {
  if (differing === undefined) return "they may not be those of the document";
  if (differing === 0) return undefined;
  return `${differing} of them ${differing === 1 ? "is" : "are"} not as the document says`;
}
