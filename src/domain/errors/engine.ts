import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of the container engine. */
export const ENGINE_ERRORS = {
  ENGINE_UNREACHABLE: {
    exit: EXIT.engine,
    says: "the container engine is unreachable at {address} ({why})",
    fixes: ["start Docker, or point DOCKER_HOST at the engine you use", "work without one: avb dev up --mode sandbox"],
  },
  ENGINE_HUNG: {
    exit: EXIT.engine,
    says: "the container engine at {address} accepted the connection but did not answer in {ms} ms",
    fixes: ["restart the engine", "work without one: avb dev up --mode sandbox"],
  },
  ENGINE_REFUSED: {
    exit: EXIT.engine,
    says: "the container engine at {address} refused: {why}",
    fixes: ["see whether `docker version` works, and restart the engine if it does not"],
  },
  ENGINE_ADDRESS: {
    exit: EXIT.usage,
    says: "'{address}' is no address of a container engine; unix://, npipe:// and tcp:// are",
    fixes: ["correct DOCKER_HOST or choose another context: docker context use default"],
  },
  ENGINE_REMOTE: {
    exit: EXIT.production,
    says: "the container engine at {address} is another machine's ({because}): ports that it publishes on its own loopback addresses cannot be reached from here, and avb publishes them nowhere else",
    fixes: [
      "use an engine of this machine: unset DOCKER_HOST DOCKER_CONTEXT && docker context use default",
      "run avb on the machine that has the engine, as docs/engines.md says",
    ],
  },
  ENGINE_SSH: {
    exit: EXIT.prerequisite,
    says: "the container engine at {address} is reached over ssh, which avb does not speak itself",
    fixes: [
      "run avb where the engine is: ssh {host}",
      "use an engine of this machine: unset DOCKER_HOST DOCKER_CONTEXT && docker context use default",
    ],
  },
} as const satisfies ErrorTable;
