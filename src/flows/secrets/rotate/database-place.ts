import type { FieldValues } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { isLoopbackHost } from "../../../domain/loopback.ts";
import { serviceOf } from "../../live/look-at-live.ts";
import { ownContainers } from "../../live/observe-live.ts";
import type { RotationRun } from "./rotation-run.ts";

const INSIDE_PORT = 5432;

/** The server of this checkout's stack. */
export interface DatabasePlace {
  /** The engine's id of its container. */
  readonly container: string;
}

/** The running PostgreSQL of this checkout; ROTATION_NO_WAY (2) where there is none, or the credential is another server's. */
export async function databasePlace(run: RotationRun, values?: FieldValues): Promise<DatabasePlace> {
  const { world, checkout } = run.secrets.tools;
  const { id } = run.credential;
  const own = (await ownContainers(world, checkout)).find(
    (one) => serviceOf(one) === "postgres" && one.life === "running",
  );
  if (own === undefined)
    throw AvbError.of("ROTATION_NO_WAY", {
      id,
      why: "PostgreSQL of this checkout does not run",
      fix: "avb dev up --mode live",
    });
  const [host = "", port = ""] = ["host", "port"].map((name) => values?.[name]?.reveal() ?? "");
  const isHere =
    values === undefined ||
    (host === "postgres" && Number(port) === INSIDE_PORT) ||
    (isLoopbackHost(host) && own.ports.get(INSIDE_PORT) === Number(port));
  if (isHere) return { container: own.id };
  const fix = "rotate it where it is: AWS rotates its databases by a function of Secrets Manager's";
  throw AvbError.of("ROTATION_NO_WAY", { id, why: `${host}:${port} is not the PostgreSQL of this checkout`, fix });
}
