import { AvbError } from "./errors/avb-error.ts";

/** A reference taken apart as registries and the Engine API want it. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest with its algorithm. */
  readonly version: string;
}

/** Takes `registry:port/name:tag` or `name@sha256:…` apart; without a version it is `latest`, as everywhere. */
export function parseImageReference(reference: string): ImageReference {
  const [first = ""] = reference.split("/");
  const registry = reference.includes("/") && /[.:]|^localhost$/.test(first) ? first : "docker.io";
  const [, repository = reference, digest, tag] = /^(.+?)(?:@(.+)|:([\w.-]+))?$/.exec(reference) ?? [];
  return { registry, repository: repository.replace(/:[\w.-]+$/, ""), version: digest ?? tag ?? "latest" };
}

/** What registries say of an image that they do not have, or not for this machine, or not for everybody. */
const UNKNOWN =
  /manifest unknown|not found|does not exist|name unknown|no matching manifest|no image found in manifest|invalid reference format|access denied/i;

/** The error that a refused pull means: IMAGE_UNKNOWN where the registry answered that it has no such image. */
export function pullFailure(image: string, why: string): AvbError {
  const { registry } = parseImageReference(image);
  return AvbError.of(UNKNOWN.test(why) ? "IMAGE_UNKNOWN" : "IMAGE_UNREACHABLE", { image, registry, why });
}

/** The digest by which a registry knows an image, out of `repository@sha256:…`; undefined where that repository has none. */
export function digestIn(digests: readonly string[], reference: string): string | undefined {
  const wanted = familiar(parseImageReference(reference).repository);
  const known = digests.map((one) => one.split("@")).find(([repository = ""]) => familiar(repository) === wanted);
  return known?.[1];
}

/** Docker Hub's images are written with and without its name. */
const familiar = (repository: string): string => repository.replace(/^docker\.io\//, "").replace(/^library\//, "");
