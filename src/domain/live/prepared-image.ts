import type { PreparedImage } from "../container.ts";
import { parseImageReference } from "../image-reference.ts";
import type { RenderedContainer } from "../render-container.ts";
import type { Data, RenderContext } from "../render-context.ts";
import { type ImageBuild, LABELS } from "./desired.ts";

const REPOSITORY = "avb-prepared";
const DIGITS = 10;
/** Of a version, where it is a digest. */
const LONGEST = 40;

/** A container's body with the image that avb derives from its own, and how that is made; the body as it is where none is, or none is wanted. */
export function preparedBody(
  context: RenderContext,
  { name: container, service, body }: RenderedContainer,
): { readonly body: Data; readonly build?: ImageBuild } {
  const prepared = service.containers?.[container]?.prepared;
  if (prepared === undefined || (context.prepare === false && !prepared.needed)) return { body };
  const build = preparedImage({ container, base: String(body.image) }, prepared, context.sha256);
  return { body: { ...body, image: build.tag, entrypoint: prepared.entrypoint }, build };
}

/** The image of a container prepared from a base: another base or other steps give another tag, so none is ever stale. */
export function preparedImage(
  { container, base }: { readonly container: string; readonly base: string },
  { steps, files, needed }: PreparedImage,
  sha256: (text: string) => string,
): ImageBuild {
  const dockerfile = [`FROM ${base}`, ...steps, ""].join("\n");
  const version = parseImageReference(base).version.replace("sha256:", "").slice(0, LONGEST);
  return {
    tag: `${REPOSITORY}-${container}:${version}-${sha256(dockerfile).slice(0, DIGITS)}`,
    ...{ base, dockerfile, ...(files === undefined ? {} : { files }) },
    labels: { [LABELS.prepared]: container, [LABELS.image]: base, ...(needed ? { [LABELS.standIn]: "true" } : {}) },
  };
}
