import { networksFor, type RenderedContainer, renderContainer } from "./render-container.ts";
import { type Data, ownerLabels, projectName, type RenderContext } from "./render-context.ts";
import { escapeDollars } from "./render-text.ts";
import type { SecretFile } from "./render-variables.ts";
import type { Service } from "./service.ts";

/** A compose document as data, in the order in which it is written. */
export interface ComposeDocument {
  readonly file: string;
  readonly title: string;
  readonly project: string;
  readonly body: Data;
  /** What compose must find in its environment when the containers are started. */
  readonly secrets: readonly SecretFile[];
  /** What asks `render` for it, where that is more than its mode. */
  readonly options?: string;
  /** More lines of the comment at its top. */
  readonly notes?: readonly string[];
}

/**
 * The compose documents of a stack: one for what shares the stack's network, and one for each isolated service.
 * Flat: no profiles, no depends_on (the order is avb's), no value of a secret. Nothing running gives no document.
 */
export function renderCompose(context: RenderContext, only: readonly string[] = []): readonly ComposeDocument[] {
  const running = context.services.filter(({ id, external }) => context.stack.running.has(id) && !external);
  const wanted = running.filter(({ id }) => only.length === 0 || only.includes(id));
  const shared = wanted.filter(({ isolated }) => !isolated);
  const main = shared.length === 0 ? [] : [documentOf(context, shared)];
  const apart = wanted.filter(({ isolated }) => isolated).map((service) => documentOf(context, [service], service));
  return [...main, ...apart];
}

function documentOf(context: RenderContext, services: readonly Service[], isolated?: Service): ComposeDocument {
  const containers = services.flatMap((service) =>
    containersOf(context, service).map((entry) => renderContainer(context, service, entry)),
  );
  return {
    file: isolated === undefined ? "compose.yaml" : `${isolated.id}.compose.yaml`,
    title: isolated === undefined ? "the stack" : isolated.title,
    ...composed(context, services, containers, projectName(context, isolated)),
  };
}

/** The containers of a service's fragment, by name, with the memory that was asked for. */
export const containersOf = ({ byService, memory }: RenderContext, { id }: Service) =>
  Object.entries(byService.get(id)?.services ?? {}).map(([name, fragment]) => {
    const asked = [name, id].find((one) => Object.hasOwn(memory, one));
    return [name, asked === undefined ? fragment : { ...fragment, mem_limit: memory[asked] ?? "" }] as const;
  });

/** A document made of rendered containers. */
export function composed(
  context: RenderContext,
  services: readonly Service[],
  containers: readonly RenderedContainer[],
  name: string,
): Pick<ComposeDocument, "project" | "body" | "secrets"> {
  const labels = ownerLabels(context);
  const secrets = [
    ...new Map(containers.flatMap((one) => one.secrets.map((file) => [file.id, file] as const))).values(),
  ];
  const configs = Object.assign({}, ...containers.map((one) => one.configs)) as Readonly<Record<string, string>>;
  const volumes = services.flatMap(({ id }) => context.byService.get(id)?.volumes ?? []);
  const parts = {
    services: byName(containers.map((one) => [one.name, one.body])),
    networks: networksFor(context, services, labels),
    volumes: byName(volumes.map((volume) => [volume, { labels }])),
    secrets: byName(secrets.map(({ id, variable }) => [id, { environment: variable }])),
    configs: byName(Object.entries(configs).map(([id, content]) => [id, { content }])),
  };
  const present = Object.entries(parts).filter(([, map]) => Object.keys(map).length > 0);
  const body = escapeDollars({ name, ...Object.fromEntries(present) }) as Data;
  return { project: name, body, secrets };
}

const byName = (entries: readonly (readonly [string, unknown])[]): Data =>
  Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
