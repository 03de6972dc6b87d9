import type { Containers } from "../../src/domain/containers.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";

/** A machine without an engine: whatever is asked of it fails. */
export function unreachableEngine(): Containers {
  const fail = async () => {
    throw AvbError.of("ENGINE_UNREACHABLE", { address: "unix:///var/run/docker.sock", why: "ENOENT" });
  };
  return new Proxy({} as Containers, { get: () => fail });
}
