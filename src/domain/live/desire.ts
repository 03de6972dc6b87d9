import type { ContainerFile, Labelled } from "../containers.ts";
import { containersOf } from "../render.ts";
import { networksFor, type RenderedContainer, renderContainer } from "../render-container.ts";
import { ownerLabels, projectName, type RenderContext } from "../render-context.ts";
import type { SecretFile } from "../render-variables.ts";
import type { Service } from "../service.ts";
import { createRequest } from "./create-request.ts";
import { type DesiredContainer, type DesiredStack, LABELS } from "./desired.ts";
import { bindOf, keptFolder } from "./kept-folder.ts";
import { preparedBody } from "./prepared-image.ts";

/** What turns names of secrets into what a container reads, and texts into digests that tell nothing of them. */
export interface SecretSource {
  content(file: SecretFile): string;
  digest(text: string): string;
}

/** Where containers find secrets, and who else may read a configuration file. */
const SECRETS = "/run/secrets";
const OWNER_ONLY = 0o400;
const EVERYBODY = 0o444;

/** Everything that a stack's containers are made from; the same context and secrets always give the same. */
export function desireStack(context: RenderContext, secrets: SecretSource): DesiredStack {
  const wanted = context.services.filter(({ id, external }) => context.stack.running.has(id) && !external);
  const shared = wanted.filter(({ isolated }) => !isolated);
  const parts = [
    ...(shared.length === 0 ? [] : [desireProject(context, { services: shared, secrets })]),
    ...wanted
      .filter(({ isolated }) => isolated)
      .map((service) => desireProject(context, { services: [service], secrets, isolated: service })),
  ];
  return {
    containers: parts.flatMap(({ containers }) => containers),
    networks: parts.flatMap(({ networks }) => networks),
    volumes: parts.flatMap(({ volumes }) => volumes),
  };
}

interface Project {
  readonly services: readonly Service[];
  readonly secrets: SecretSource;
  readonly isolated?: Service;
}

function desireProject(context: RenderContext, { services, secrets, isolated }: Project): DesiredStack {
  const project = projectName(context, isolated);
  const labels = {
    ...{ ...textLabels(ownerLabels(context)), [LABELS.slot]: String(context.stack.slot) },
    // What is left of a checkout tells where that was, also when its containers are gone.
    [LABELS.root]: context.owner.root,
  };
  const networks = Object.entries(networksFor(context, services, labels)).map(([key, value]) => ({
    ...{ key, name: String(Object(value).name), attachable: Object(value).attachable === true },
    labels: { ...labels, "com.docker.compose.project": project, "com.docker.compose.network": key },
  }));
  const names = Object.fromEntries(networks.map(({ key, name }) => [key, name]));
  const volumes = services.flatMap((service) =>
    (context.byService.get(service.id)?.volumes ?? []).map((volume) =>
      volumeOf(project, volume, { ...labels, [LABELS.service]: service.id, ...keysOf(service, secrets) }),
    ),
  );
  const containers = services.flatMap((service) =>
    containersOf(context, service).map((entry) => {
      const rendered = renderContainer(context, service, entry);
      return desireContainer(context, { rendered, project, networks: names, secrets });
    }),
  );
  return {
    containers,
    networks: networks.map(({ name, attachable, labels: own }) => ({ name, attachable, labels: own })),
    volumes: volumes.map((volume) => ({ ...volume, labels: { ...volume.labels, ...makerOf(volume, containers) } })),
  };
}

/** Its data is of no use with other secrets than those of its beginning. */
function keysOf({ keptUnder = [] }: Service, secrets: SecretSource): Labelled["labels"] {
  if (keptUnder.length === 0) return {};
  const content = keptUnder.map((secret) => ({ secret }));
  return { [LABELS.keys]: secrets.digest(secrets.content({ id: "keys", variable: "", uid: 0, content })) };
}

/** The image whose data a volume holds from its beginning on. */
function makerOf({ name }: Labelled, containers: readonly DesiredContainer[]): Labelled["labels"] {
  const maker = containers.find(({ volumes }) => volumes.includes(name));
  return maker === undefined ? {} : { [LABELS.image]: maker.build?.base ?? maker.image };
}

const volumeOf = (project: string, volume: string, labels: Labelled["labels"]): Labelled => ({
  name: `${project}_${volume}`,
  labels: { ...labels, "com.docker.compose.project": project, "com.docker.compose.volume": volume },
});

interface Placed {
  readonly rendered: RenderedContainer;
  readonly project: string;
  readonly networks: Readonly<Record<string, string>>;
  readonly secrets: SecretSource;
}

function desireContainer(context: RenderContext, { rendered, project, networks, secrets }: Placed): DesiredContainer {
  const { name: container, service } = rendered;
  const { body, build } = preparedBody(context, rendered);
  const folder = keptFolder(context, rendered);
  const files = filesOf(rendered, secrets, folder !== undefined);
  const recipe = secrets.digest(JSON.stringify([body, files]));
  const labels = { [LABELS.recipe]: recipe, ...composeLabels(context, project, container) };
  const volumes = body.volumes === undefined ? [] : (body.volumes as readonly unknown[]);
  return {
    name: `${project}-${container}`,
    ...{ container, service, files, recipe },
    image: String(body.image),
    ...{ ...(build && { build }), ...(folder && { folder }) },
    request: createRequest(body, { project, container, networks, labels, ...(folder && { binds: [bindOf(folder)] }) }),
    volumes: volumes.flatMap((volume) =>
      typeof volume === "string" ? [`${project}_${volume.slice(0, volume.indexOf(":"))}`] : [],
    ),
    networks: Object.keys(Object(body.networks)).map((key) => networks[key] ?? key),
    needs: service.containers?.[container]?.needs ?? {},
    isJob: body.restart === "no",
  };
}

/** So that Docker Desktop and `docker compose -p` show a stack as what it is. */
const composeLabels = ({ owner }: RenderContext, project: string, container: string): Labelled["labels"] => ({
  "com.docker.compose.project": project,
  "com.docker.compose.project.working_dir": owner.root,
  "com.docker.compose.service": container,
  "com.docker.compose.container-number": "1",
  "com.docker.compose.oneoff": "False",
});

/** What stands in a folder that is mounted is not put in. */
function filesOf(
  { name, service, secrets: wanted }: RenderedContainer,
  secrets: SecretSource,
  isMounted: boolean,
): readonly ContainerFile[] {
  const configs = isMounted ? [] : Object.entries(service.containers?.[name]?.files ?? {});
  return [
    ...wanted.map((file) => ({
      ...{ path: `${SECRETS}/${file.id}`, text: secrets.content(file) },
      ...{ uid: file.uid, mode: OWNER_ONLY },
    })),
    ...configs.map(([path, text]) => ({ path, text, uid: 0, mode: EVERYBODY })),
  ];
}

const textLabels = (labels: object): Labelled["labels"] =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
