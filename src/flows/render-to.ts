import { AvbError } from "../domain/errors/avb-error.ts";
import type { World } from "../domain/world.ts";
import { type Rendering, type RenderRequest, render } from "./render.ts";
import { checkRendering, type RenderedFiles, writeRendering } from "./rendered-files.ts";

/** A rendering that may go to a folder: written there, or only compared with what is there. */
export interface RenderToRequest extends RenderRequest {
  readonly out?: string;
  readonly check: boolean;
}

/** Renders, and writes or compares when a folder was named. RENDER_NEEDS_OUT, RENDER_DRIFT, RENDER_NOT_OURS. */
export async function renderTo(
  world: World,
  { out: directory, check, ...request }: RenderToRequest,
): Promise<Rendering & Partial<RenderedFiles>> {
  if (check && directory === undefined) throw AvbError.of("RENDER_NEEDS_OUT", {});
  const rendering = await render(world, request);
  if (directory === undefined) return rendering;
  const options = optionsOf(request, rendering);
  const files = check
    ? await checkRendering(world, rendering, { directory, options })
    : await writeRendering(world, rendering, directory);
  return { ...rendering, ...files };
}

/** What makes the same documents again. */
function optionsOf({ profiles, app, services }: RenderRequest, { mode }: Rendering): string {
  if (profiles) return "--profiles";
  if (app !== undefined) return `--app --app-service ${app.service} --app-env ${app.envFile} --mode ${mode}`;
  return [`--mode ${mode}`, ...services.map((service) => `--service ${service}`)].join(" ");
}
