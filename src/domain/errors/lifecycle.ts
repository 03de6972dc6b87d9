import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of starting, ending and looking at the sandbox. */
export const LIFECYCLE_ERRORS = {
  SERVER_PORT_TAKEN: {
    exit: EXIT.port,
    says: "port {port} was taken by another program while the sandbox server was being started",
    fixes: ["avb dev ports check"],
  },
  SERVER_NOT_OURS: {
    exit: EXIT.port,
    says: "{url} is answered by another program, not by the sandbox server of this checkout",
    fixes: ["avb dev ports check"],
  },
  SERVER_REFUSED: {
    exit: EXIT.notReady,
    says: "the sandbox server answered {status} to {what}{why}",
    fixes: ["avb dev restart", "read its log: avb dev logs --tail 50"],
  },
  TOKEN_NOT_USABLE: {
    exit: EXIT.notReady,
    says: "the sandbox server is up, but its token does not hold ({why})",
    fixes: ["avb dev restart", "avb dev reset --yes"],
  },
  BILLING_NOT_USABLE: {
    exit: EXIT.notReady,
    says: "the mock billing API at {url} cannot be used ({why})",
    fixes: ["avb dev restart", "read the server's log: avb dev logs --tail 50"],
  },
  UP_TIMEOUT: {
    exit: EXIT.notReady,
    says: "the sandbox was not usable after {seconds} s; still going on: {running}",
    fixes: ["avb dev up --timeout 120", "read the server's log: avb dev logs --tail 50"],
  },
  SERVER_STILL_THERE: {
    exit: EXIT.teardown,
    says: "the sandbox server (pid {pid}) did not end within {seconds} s",
    fixes: ["kill -9 {pid}"],
  },
  TERMINATED: { exit: EXIT.terminate, says: "terminated; {left}", fixes: ["{fix}"] },
  HUNG_UP: { exit: EXIT.hangup, says: "the terminal was closed; {left}", fixes: ["{fix}"] },
  NO_BRIDGE_GATEWAY: {
    exit: EXIT.prerequisite,
    says: "the container engine has no default bridge network, so --for-containers has no address to bind",
    fixes: ["avb dev up --mode sandbox"],
  },
  SEED_REFUSED: {
    exit: EXIT.seed,
    says: "the sandbox refuses these identities, and nothing was written: {why}",
    fixes: [
      "correct users and clients in .devenvrc, then run avb dev seed",
      "throw away what applications wrote: avb dev reset --seeds --yes",
    ],
  },
  SEED_UNKNOWN: {
    exit: EXIT.usage,
    says: "'{service}' is not a service of this stack; the services are {services}",
    fixes: ["avb dev seed"],
  },
  IDENTITY_UNKNOWN: {
    exit: EXIT.usage,
    says: "{where} has no {kind} '{name}'; it has {known}",
    fixes: ["avb dev token --{flag} {example}"],
  },
  TOKEN_TO_ORDER: {
    exit: EXIT.usage,
    says: "{flag} does not work with a real Keycloak, which signs what the realm says of a user and nothing else",
    fixes: [
      "leave it out, and choose a user who has what you want: avb dev info",
      "order one from the sandbox: avb dev up --mode sandbox",
    ],
  },
  TOKEN_REFUSED: {
    exit: EXIT.seed,
    says: "there is no token for {who}: {why}",
    fixes: ["{fix}", "see whether the realm is as the documents say: avb dev seed keycloak --plan"],
  },
} as const satisfies ErrorTable;
