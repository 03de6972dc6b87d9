import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of containers, images, networks and volumes in an engine that answers. */
export const CONTAINER_ERRORS = {
  CONTAINER_NAME_TAKEN: {
    exit: EXIT.engine,
    says: "a container named {name} is there already, and it is not this stack's",
    fixes: ["see whose it is: docker inspect {name}", "remove it: docker rm --force {name}"],
  },
  CONTAINER_GONE: {
    exit: EXIT.notReady,
    says: "the container {id} is gone",
    fixes: ["make it again: avb dev up"],
  },
  CONTAINER_NOT_RUNNING: {
    exit: EXIT.notReady,
    says: "the container {id} is {state}",
    fixes: ["see its last words: docker logs --tail 20 {id}", "start it again: avb dev up"],
  },
  CONTAINER_COMMAND_LATE: {
    exit: EXIT.notReady,
    says: "'{command}' did not end in {ms} ms in the container {id}",
    fixes: ["see what the container does: docker top {id}", "restart it: docker restart {id}"],
  },
  PORT_LOST: {
    exit: EXIT.port,
    says: "port {port} could not be published ({why})",
    fixes: ["see who holds it: avb dev ports list", "use another block of ports: AVB_SLOT={slot} avb dev up"],
  },
  NETWORK_FOREIGN: {
    exit: EXIT.config,
    says: "a network named {name} is there already, and it belongs to {owner}",
    fixes: [
      "give this checkout names and ports of its own: AVB_SLOT={slot} avb dev up",
      "end the other stack first: avb dev down in its folder, or docker network rm {name}",
    ],
  },
  NETWORK_IN_USE: {
    exit: EXIT.teardown,
    says: "the network {name} cannot be removed while it is used by {containers}",
    fixes: ["take {container} off it: docker network disconnect --force {name} {container}"],
  },
  VOLUME_FOREIGN: {
    exit: EXIT.config,
    says: "a volume named {name} is there already, and it belongs to {owner}",
    fixes: ["see whose it is: docker volume inspect {name}", "remove it with its data: docker volume rm {name}"],
  },
  VOLUME_IN_USE: {
    exit: EXIT.teardown,
    says: "the volume {name} cannot be removed while it is used by {containers}",
    fixes: ["see what {container} is: docker inspect {container}", "remove it: docker rm --force {container}"],
  },
  ADDRESS_POOL_EMPTY: {
    exit: EXIT.engine,
    says: "the container engine has no addresses left for another network ({why})",
    fixes: ["remove networks that nothing uses: docker network prune"],
  },
  ENGINE_DISK_FULL: {
    exit: EXIT.disk,
    says: "the container engine has no space left ({why})",
    fixes: ["see what takes it: docker system df", "remove images that nothing uses: docker image prune"],
  },
} as const satisfies ErrorTable;
