import type { RenderContext } from "./render-context.ts";

/** A part before the first slash is a registry when it could be a host's name (grammar: distribution/reference). */
const isRegistry = (part: string): boolean => part.includes(".") || part.includes(":") || part === "localhost";

/** The image of a container: the one asked for, else the fragment's, taken from the mirror when there is one. */
export function imageOf(context: RenderContext, service: string, container: string, image: string): string {
  const asked = own(context.images, container) ?? own(context.images, service);
  if (asked !== undefined) return asked;
  return context.registry === undefined ? image : `${context.registry}/${pathOf(image)}`;
}

const own = (images: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(images, name) ? images[name] : undefined;

/** Repository and tag without the registry; Docker Hub keeps its official images under `library`. */
function pathOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  if (rest.length === 0) return `library/${first}`;
  return isRegistry(first) ? rest.join("/") : image;
}
