import type { FragmentService } from "./fragment.ts";
import { type Data, networkName, type RenderContext } from "./render-context.ts";
import { imageOf } from "./render-image.ts";
import { inOrder, sortKeys } from "./render-text.ts";
import { type SecretFile, variablesOf } from "./render-variables.ts";
import type { Service } from "./service.ts";

/** One container as compose starts it, and the secrets it reads. */
export interface RenderedContainer {
  readonly name: string;
  readonly service: Service;
  readonly body: Data;
  readonly secrets: readonly SecretFile[];
  /** Read-only files of the document that it mounts: by their id there, the text. */
  readonly configs: Readonly<Record<string, string>>;
}

const ORDER = [
  ...["image", "profiles", "entrypoint", "command", "user", "working_dir", "init", "read_only", "environment"],
  ...["secrets", "configs", "volumes", "tmpfs", "ports", "networks", "extra_hosts"],
  ...["depends_on", "healthcheck", "restart"],
  ...["stop_signal", "stop_grace_period", "security_opt", "cap_drop", "cap_add", "mem_limit", "pids_limit", "shm_size"],
  ...["logging", "labels"],
];

/** Docker Desktop knows the name by itself; an engine on Linux is told that its gateway is meant. */
export const MACHINE: readonly string[] = ["host.docker.internal:host-gateway"];

/** A container of a fragment with what the catalogue and the stack add: `more` is set on top (profiles, depends_on). */
export function renderContainer(
  context: RenderContext,
  service: Service,
  [name, fragment]: readonly [name: string, fragment: FragmentService],
  more: Data = {},
): RenderedContainer {
  const { environment, secrets } = variablesOf(context, service, name);
  const configs = configsOf(service, name);
  const own = {
    ...context.defaults,
    ...fragment,
    image: imageOf(context, { service: service.id, container: name, image: fragment.image }),
    environment: sortKeys(environment),
    secrets: secrets.map(({ id, uid }) => ({ source: id, target: id, uid: String(uid), mode: "0400" })),
    configs: configs.map(({ id, path }) => ({ source: id, target: path })),
    ports: portsOf(context, service, name),
    networks: networksOf(service, name),
    extra_hosts: service.containers?.[name]?.reachesMachine ? MACHINE : undefined,
    healthcheck: fragment.healthcheck === undefined ? undefined : sortKeys(fragment.healthcheck),
    logging: sortKeys(context.defaults.logging),
    ...more,
  };
  const body = inOrder(ORDER, own);
  // The document with profiles may be committed: it names no folder of this machine.
  const place = "profiles" in more ? {} : { "avb.root": context.owner.root };
  return {
    name,
    service,
    body: inOrder(ORDER, { ...body, labels: sortKeys({ ...labelsOf(context, service, body), ...place }) }),
    secrets,
    configs: Object.fromEntries(configs.map(({ id, text }) => [id, text])),
  };
}

function configsOf(service: Service, container: string) {
  return Object.entries(service.containers?.[container]?.files ?? {}).map(([path, text]) => ({
    id: `${container}-${path.slice(path.lastIndexOf("/") + 1)}`,
    path,
    text,
  }));
}

/** Bound to the loopback address alone (P14). */
function portsOf(context: RenderContext, service: Service, container: string): readonly string[] {
  const published =
    service.containers?.[container]?.publishes ?? (container === service.id ? Object.keys(service.ports) : []);
  return published.flatMap((port) => {
    const inside = service.ports[port]?.container;
    const host = context.stack.ports.get(`${service.id}.${port}`);
    return inside === undefined || host === undefined ? [] : [`127.0.0.1:${host}:${inside}`];
  });
}

/** An isolated service's containers have a network of their own; the one that may be reached stands on an open one too. */
function networksOf(service: Service, container: string): Data {
  if (!service.isolated) return { default: null };
  const { reachable, callsApplication } = service.containers?.[container] ?? {};
  const open = reachable ? { [openNetwork(service)]: { aliases: [service.id] } } : {};
  return { [service.id]: null, ...open, ...(callsApplication ? { [callNetwork(service)]: null } : {}) };
}

/** The key of an isolated service's open network within a document. */
export const openNetwork = (service: Service): string => `${service.id}-open`;

/** The key of the network on which an isolated service calls applications; only what calls has it, and only where it is not reachable anyway. */
export const callNetwork = (service: Service): string => `${service.id}-calls`;

/** True for a service with a container that calls applications from a network of its own. */
export const callsApplications = ({ containers = {} }: Service): boolean =>
  Object.values(containers).some(({ callsApplication }) => callsApplication);

/** The networks of a document that holds containers of these services. */
export function networksFor(context: RenderContext, services: readonly Service[], labels: Data): Data {
  const isolated = services.filter((service) => service.isolated);
  const shared = { default: { name: networkName(context), attachable: true, labels } };
  return {
    ...(services.length > isolated.length ? shared : {}),
    ...Object.fromEntries(
      isolated.flatMap((service) => [
        [service.id, { name: `${networkName(context, service)}-closed`, labels }],
        [openNetwork(service), { name: networkName(context, service), attachable: true, labels }],
        ...(callsApplications(service)
          ? [[callNetwork(service), { name: `${networkName(context, service)}-calls`, attachable: true, labels }]]
          : []),
      ]),
    ),
  };
}

/** Whose the container is, and a digest of what it was made from. */
function labelsOf(context: RenderContext, service: Service, body: Data): Data {
  return {
    "avb.checkout": context.owner.id,
    "avb.mode": context.stack.mode,
    "avb.recipe": context.sha256(JSON.stringify(body)).slice(0, 16),
    "avb.service": service.id,
    "avb.slot": String(context.stack.slot),
    ...(context.stack.standIns?.has(service.id) ? { "avb.standin": "true" } : {}),
    "avb.version": context.version,
  };
}
