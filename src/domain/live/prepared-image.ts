import type { PreparedImage } from "../container.ts";
import { parseImageReference } from "../image-reference.ts";
import type { RenderedContainer } from "../render-container.ts";
import type { Data, RenderContext } from "../render-context.ts";
import type { Service } from "../service.ts";
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
  const build = buildOf(context, { service, container, base: String(body.image) });
  if (build === undefined) return { body };
  const { entrypoint } = service.containers?.[container]?.prepared ?? {};
  return { body: { ...body, image: build.tag, entrypoint }, build };
}

/** How the image of a container is derived from its base; undefined where it is not, or need not be and is not wanted. */
export function buildOf(
  { prepare, sha256 }: Pick<RenderContext, "prepare" | "sha256">,
  { service, container, base }: { readonly service: Service; readonly container: string; readonly base: string },
): ImageBuild | undefined {
  const prepared = service.containers?.[container]?.prepared;
  if (prepared === undefined || (prepare === false && !prepared.needed)) return undefined;
  return preparedImage({ container, base }, prepared, sha256);
}

/** The image of a container prepared from a base: another base or other steps give another tag, so none is ever stale. */
function preparedImage(
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
