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
    exit: EXIT.production,
    says: "the container engine at {address} is another machine's ({because}), reached over ssh",
    fixes: [
      "let avb run containers there and bring their ports here: avb dev up --allow-remote (or AVB_ALLOW_REMOTE=1)",
      "use an engine of this machine: unset DOCKER_HOST DOCKER_CONTEXT && docker context use default",
    ],
  },
  ENGINE_SSH_FAILED: {
    exit: EXIT.engine,
    says: "ssh cannot reach the container engine at {address}: {why}",
    fixes: [
      "see whether this works, which asks for nothing: ssh -o BatchMode=yes {destination} true",
      "where the engine listens elsewhere there, name its socket: DOCKER_HOST=ssh://{destination}/run/user/1000/docker.sock",
    ],
  },
  FORWARD_FAILED: {
    exit: EXIT.engine,
    says: "the ports of {address} cannot be brought here: {why}",
    fixes: [
      "let its sshd forward them: AllowTcpForwarding yes, and no PermitOpen that leaves them out",
      "see what holds a port of yours: avb dev ports",
    ],
  },
  REMOTE_BRIDGE: {
    exit: EXIT.production,
    says: "containers at {address} cannot reach a sandbox server that runs here: ports are brought from there to here alone",
    fixes: ["leave out --for-containers", "use an engine of this machine"],
  },
} as const satisfies ErrorTable;
