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
  IMAGE_HAS_STANDIN: {
    exit: EXIT.prerequisite,
    says: "{service} cannot be started for real: {why}",
    fixes: [
      "run avb's own stand-in for {service} in its place: avb dev up --mode live --allow-standin, or for good with {service}.allow_standin: true in .devenvrc",
      "get the image from where it can be had: docker pull {image}, or name a mirror under registry: in .devenvrc",
      "do without: avb dev up --mode live --without {service}",
    ],
  },
  IMAGE_NOT_PREPARED: {
    exit: EXIT.engine,
    says: "the image {base} of {service} could not be prepared for quicker starts ({why})",
    fixes: ["do without: avb dev up --no-prepare", "read the end of the build, which stands below"],
  },
  IMAGE_LOCK_INVALID: {
    exit: EXIT.config,
    says: "{what}",
    fixes: ["write {allowed} there", "make the lock again: avb dev lock"],
  },
  IMAGE_LOCK_DRIFT: {
    exit: EXIT.drift,
    says: "{path} is not what the images on this machine come to ({why})",
    fixes: ["avb dev lock"],
  },
  VOLUME_OTHER_MAJOR: {
    exit: EXIT.config,
    says: "the volume {volume} was made by {maker}, and {image} is another major version, which does not read it",
    fixes: [
      "keep the one that made it, in .devenvrc: {keep}",
      "save its data with that one: {save}",
      "begin with an empty volume: avb dev reset {service} --yes",
    ],
  },
  IMAGE_IN_USE: {
    exit: EXIT.teardown,
    says: "the image {image} cannot be removed while it is used ({why})",
    fixes: ["see which containers use it: docker ps --all --filter ancestor={image}"],
  },
} as const satisfies ErrorTable;
