import type { ContainerState } from "./container.ts";
import { type ComposeDocument, composed, containersOf } from "./render.ts";
import { renderContainer } from "./render-container.ts";
import { type Data, projectName, type RenderContext } from "./render-context.ts";
import type { Need, Service } from "./service.ts";

/** The services that belong to a profile by a wish (`--with`), and those that are to be left out. */
export interface ProfileWishes {
  readonly with: ReadonlySet<string>;
  readonly without: ReadonlySet<string>;
}

const CONDITIONS = {
  started: "service_started",
  healthy: "service_healthy",
  ended: "service_completed_successfully",
} as const satisfies Record<ContainerState, string>;

/**
 * One document with `profiles:` for people who use plain compose; the context's stack is the live one. Compose has no
 * other order than depends_on, so here it is rendered from the same facts that avb orders its steps by.
 */
export function renderProfiles(context: RenderContext, wishes: ProfileWishes): ComposeDocument {
  const services = context.services.filter(({ id, external }) => !external && !wishes.without.has(id));
  const present = new Set(services.map(({ id }) => id));
  const containers = services.flatMap((service) =>
    containersOf(context, service).map((entry) =>
      renderContainer(context, service, entry, {
        profiles: profilesOf(context, service, wishes),
        depends_on: dependsOn(context, service, entry[0], present),
      }),
    ),
  );
  const title = "the stack with profiles";
  return {
    file: "compose.profiles.yaml",
    title,
    options: "--profiles",
    ...composed(context, services, containers, projectName(context)),
  };
}

/**
 * `live` has what live runs. `sandbox` has what was asked for by `--with`, and what the matrix neither bypasses nor
 * disables there: the database and the cache. An optional service has a profile of its own name.
 */
function profilesOf(context: RenderContext, service: Service, wishes: ProfileWishes): readonly string[] {
  if (!context.stack.running.has(service.id)) return [service.id];
  const inSandbox = wishes.with.has(service.id) || service.statuses === undefined;
  return inSandbox ? ["sandbox", "live"] : ["live"];
}

function dependsOn(
  context: RenderContext,
  service: Service,
  container: string,
  present: ReadonlySet<string>,
): Data | undefined {
  const near = Object.entries(service.containers?.[container]?.needs ?? {});
  const far = service.needs
    .filter((need) => present.has(need.service) && container === service.id)
    .map(({ service: id, until }) => [id, stateOf(context, id, until)] as const);
  const all = [...near, ...far].map(([name, state]) => [
    name,
    { condition: CONDITIONS[askable(context, name, state)] },
  ]);
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** How far another service must have come, in the words that there are for its container. */
function stateOf({ services }: RenderContext, id: string, until: Need["until"]): ContainerState {
  const isJob = services.find((service) => service.id === id)?.containers?.[id]?.job === true;
  if (until === "started") return "started";
  return isJob ? "ended" : "healthy";
}

/** A container without a healthcheck is never healthy for compose: that it was started is all there is to wait for. */
function askable(context: RenderContext, container: string, state: ContainerState): ContainerState {
  const fragments = [...context.byService.values()];
  const found = fragments.map(({ services }) => services[container]).find((service) => service !== undefined);
  return state === "healthy" && found?.healthcheck === undefined ? "started" : state;
}
