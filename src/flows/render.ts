import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { dormantNotes } from "../domain/dormant-keys.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { type ComposeDocument, renderCompose } from "../domain/render.ts";
import { type ApplicationContainer, renderApp } from "../domain/render-app.ts";
import type { RenderContext } from "../domain/render-context.ts";
import { documentHeader } from "../domain/render-header.ts";
import { type ProfileWishes, renderProfiles } from "../domain/render-profiles.ts";
import type { Service } from "../domain/service.ts";
import { checkServiceName } from "../domain/service-name.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { catalogueOf } from "./catalogue.ts";
import { openCheckout } from "./open-checkout.ts";
import { renderContext } from "./render-context.ts";
import { resolveStack } from "./resolve-stack.ts";

/** What is asked of `render`. */
export interface RenderRequest {
  readonly overrides: ConfigOverrides;
  /** Only these services; all that run when empty. */
  readonly services: readonly string[];
  /** One document with profiles in place of one per project. */
  readonly profiles: boolean;
  /** What joins this application's container to the stack, and nothing else. */
  readonly app?: ApplicationContainer;
  /** avb's own version, which the documents carry. */
  readonly version: string;
  /** Hears what the configuration asks for in vain. */
  readonly caution?: (text: string) => void;
}

/** A compose document as text. */
export interface RenderedDocument {
  readonly file: string;
  readonly project: string;
  readonly containers: readonly string[];
  /** Variables that compose must find in its environment when it starts the containers. */
  readonly secrets: readonly string[];
  readonly text: string;
}

/** What `render` made. */
export interface Rendering {
  readonly mode: Stack["mode"];
  readonly slot: Stack["slot"];
  readonly documents: readonly RenderedDocument[];
  /** A comment in their place where nothing runs in a container. */
  readonly note?: string;
}

/** Renders the compose documents of a mode; the same checkout, configuration and version give the same bytes (P15). */
export async function render(world: World, request: RenderRequest): Promise<Rendering> {
  const overrides = request.profiles ? { ...request.overrides, mode: "live" } : request.overrides;
  const checkout = await openCheckout(world, overrides);
  const { standIns, ...real } = await resolveStack(world, checkout, overrides);
  // What others are handed names the real images; an application joins what is there.
  const stack: Stack = request.app === undefined || standIns === undefined ? real : { ...real, standIns };
  if (stack.mode === "production") throw AvbError.of("RENDER_PRODUCTION", {});
  for (const note of dormantNotes(checkout.loaded)) request.caution?.(note);
  for (const name of request.services) checkService(name, stack, catalogueOf(checkout));
  const context = await renderContext(world, checkout, { stack, version: request.version, all: request.profiles });
  const rendered = documentsOf(context, request, profileWishes(checkout, overrides));
  const documents: RenderedDocument[] = [];
  for (const one of rendered) documents.push(await printed(world, context, one));
  const note = `# Mode ${stack.mode} runs no container here: there is nothing to render. avb dev up --mode ${stack.mode}\n`;
  return { mode: stack.mode, slot: stack.slot, documents, ...(documents.length === 0 ? { note } : {}) };
}

function documentsOf(
  context: RenderContext,
  request: RenderRequest,
  wishes: ProfileWishes,
): readonly ComposeDocument[] {
  if (request.app !== undefined) return [renderApp(context, request.app)];
  return request.profiles ? [renderProfiles(context, wishes)] : renderCompose(context, request.services);
}

function profileWishes({ loaded }: Checkout, overrides: ConfigOverrides) {
  const { config } = loaded;
  return { with: new Set(overrides.with ?? config.with), without: new Set(overrides.without ?? config.without) };
}

async function printed(world: World, context: RenderContext, document: ComposeDocument): Promise<RenderedDocument> {
  const { file, project, body, secrets } = document;
  const variables = secrets.map(({ variable }) => variable).sort();
  const text = `${documentHeader(context, document)}${await world.yaml.stringify(body)}`;
  return { file, project, containers: Object.keys(Object(body.services)), secrets: variables, text };
}

function checkService(name: string, stack: Stack, services: readonly Service[]): void {
  const known = services.map(({ id }) => id);
  checkServiceName(name, { known, command: "avb dev render", otherwise: "avb dev matrix --section services" });
  if (!stack.running.has(name)) throw AvbError.of("RENDER_NOT_RUNNING", { service: name, mode: stack.mode });
}
