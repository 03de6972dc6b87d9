import type { Containers } from "../domain/containers.ts";
import { containerExec } from "./container-exec.ts";
import { containerFiles } from "./container-files.ts";
import { containerLife } from "./container-life.ts";
import { containerLogs } from "./container-logs.ts";
import { containerUse } from "./container-use.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { imageBuild } from "./image-build.ts";
import { imagePull } from "./image-pull.ts";
import { engineImages } from "./images.ts";
import { engineNetworks } from "./networks.ts";
import { engineVolumes } from "./volumes.ts";

/** Containers and what they need, over one connection to the Engine API. */
export const engineContainers = (connection: EngineConnection): Containers => ({
  ...containerLife(connection),
  ...containerFiles(connection),
  ...containerExec(connection),
  ...containerLogs(connection),
  ...containerUse(connection),
  ...engineNetworks(connection),
  ...engineVolumes(connection),
  ...engineImages(connection),
  ...imagePull(connection),
  ...imageBuild(connection),
});
