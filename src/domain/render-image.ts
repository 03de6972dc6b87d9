import type { RenderContext } from "./render-context.ts";

/** A part before the first slash is a registry when it could be a host's name (grammar: distribution/reference). */
const isRegistry = (part: string): boolean => part.includes(".") || part.includes(":") || part === "localhost";

type Choice = Pick<RenderContext, "images" | "registry" | "digests">;

/** A container of a service, and the image that its fragment names. */
interface Subject {
  readonly service: string;
  readonly container: string;
  readonly image: string;
}

/** The image of a container: the one asked for, else the fragment's from the mirror where there is one; by its digest where it is locked. */
export function imageOf(choice: Choice, subject: Subject): string {
  const asked = askedFor(choice, subject);
  const digest = own(choice.digests ?? {}, asked ?? subject.image);
  const mirrored = choice.registry === undefined ? subject.image : `${choice.registry}/${pathOf(subject.image)}`;
  const from = asked ?? mirrored;
  return digest === undefined || from.includes("@") ? from : `${from}@${digest}`;
}

/** The name under which an image is locked: the same one for everybody, whatever mirror it comes from. */
export const lockName = (choice: Choice, subject: Subject): string => askedFor(choice, subject) ?? subject.image;

const askedFor = ({ images }: Choice, { container, service }: Subject): string | undefined =>
  own(images, container) ?? own(images, service);

const own = (images: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(images, name) ? images[name] : undefined;

/** Repository and tag without the registry; Docker Hub keeps its official images under `library`. */
function pathOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  if (rest.length === 0) return `library/${first}`;
  return isRegistry(first) ? rest.join("/") : image;
}
