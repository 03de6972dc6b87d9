import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of images: those that are not there, cannot be pulled, built or removed. */
export const IMAGE_ERRORS = {
  IMAGE_ABSENT: {
    exit: EXIT.prerequisite,
    says: "the image {image} is not in the container engine",
    fixes: ["docker pull {image}"],
  },
  IMAGE_UNKNOWN: {
    exit: EXIT.prerequisite,
    says: "{registry} does not have the image {image} ({why})",
    fixes: ["correct the image's name under images: in .devenvrc", "if it wants to know you: docker login {registry}"],
  },
  IMAGE_UNREACHABLE: {
    exit: EXIT.prerequisite,
    says: "the image {image} cannot be pulled from {registry} ({why})",
    fixes: ["see whether it works by hand: docker pull {image}", "name a mirror under registry: in .devenvrc"],
  },
  IMAGE_BUILD_FAILED: {
    exit: EXIT.engine,
    says: "the image {tag} could not be built ({why})",
    fixes: ["avb dev doctor, and read the end of the build, which stands below"],
  },
  IMAGE_IN_USE: {
    exit: EXIT.teardown,
    says: "the image {image} cannot be removed while it is used ({why})",
    fixes: ["see which containers use it: docker ps --all --filter ancestor={image}"],
  },
} as const satisfies ErrorTable;
