import { AvbError } from "./errors/avb-error.ts";
import { printable } from "./printable.ts";
import type { ComposeDocument } from "./render.ts";
import { callNetwork, callsApplications, MACHINE, openNetwork } from "./render-container.ts";
import { type Data, networkName, projectName, type RenderContext } from "./render-context.ts";
import type { Service } from "./service.ts";

/** An application's container, and the file with its environment. */
export interface ApplicationContainer {
  /** Its name in the team's own compose file. */
  readonly service: string;
  /** As compose finds it: beside the compose file, unless the path is absolute. */
  readonly envFile: string;
}

export const APP_FILE = "compose.app.yaml";

/**
 * What joins an application's container to the stack: its networks, as external ones, the developer's machine by name, and its
 * environment file. Used beside the team's own compose file, whose other containers it goes on reaching.
 */
export function renderApp(context: RenderContext, { service, envFile }: ApplicationContainer): ComposeDocument {
  refuse(service, { form: /^[A-Za-z0-9][\w.-]*$/, what: "name of a container in a compose file" });
  refuse(envFile, { form: /^[^\p{Cc}'"$]+$/u, what: "file's name that compose can be given" });
  const networks = networksOf(context);
  const body = {
    services: {
      [service]: {
        env_file: [envFile],
        networks: Object.fromEntries(["default", ...Object.keys(networks)].map((key) => [key, null])),
        extra_hosts: MACHINE,
      },
    },
    ...(Object.keys(networks).length === 0 ? {} : { networks }),
  };
  const notes = [
    `Use it beside your own file: docker compose --file compose.yaml --file ${APP_FILE} up`,
    `It wants the stack's networks, so avb dev up comes first, and its environment: avb dev env --view container --write ${envFile}`,
  ];
  const options = `--app --app-service ${service} --app-env ${envFile} --mode ${context.stack.mode}`;
  const title = `what joins ${service} to the stack`;
  return { file: APP_FILE, title, project: projectName(context), body, secrets: [], notes, options };
}

/** By their keys in the document: the stack's own network, and of an isolated service those that an application may be on. */
function networksOf(context: RenderContext): Data {
  const running = context.services.filter(({ id, external }) => context.stack.running.has(id) && !external);
  const shared = running.some(({ isolated }) => !isolated) ? [["avb", networkName(context)] as const] : [];
  const apart = running.filter(({ isolated }) => isolated).flatMap((service) => openOnes(context, service));
  return Object.fromEntries([...shared, ...apart].map(([key, name]) => [key, { name, external: true }]));
}

function openOnes(context: RenderContext, service: Service): readonly (readonly [string, string])[] {
  const open = networkName(context, service);
  const calls = [callNetwork(service), `${open}-calls`] as const;
  return [[openNetwork(service), open], ...(callsApplications(service) ? [calls] : [])];
}

/** RENDER_APP_NAME (2). */
function refuse(name: string, { form, what }: { readonly form: RegExp; readonly what: string }): void {
  if (!form.test(name)) throw AvbError.of("RENDER_APP_NAME", { name: printable(name), what });
}
