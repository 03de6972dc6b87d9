import { typage } from "./adapters/age.ts";
import { awsSdk } from "./adapters/aws.ts";
import { azureSdk } from "./adapters/azure.ts";
import { nodeBrowser } from "./adapters/browser.ts";
import { systemClock } from "./adapters/clock.ts";
import { fragmentSchema } from "./adapters/compose-fragments.ts";
import { configSchema, yaml } from "./adapters/config-formats.ts";
import { engineContainers } from "./adapters/containers.ts";
import { nodeEngine } from "./adapters/engine.ts";
import { engineConnection } from "./adapters/engine-connection.ts";
import { nodeFiles } from "./adapters/files.ts";
import { gitObjects } from "./adapters/git-objects.ts";
import { nodeHash } from "./adapters/hash.ts";
import { nodeHost } from "./adapters/host.ts";
import { keptHttp, nodeHttp } from "./adapters/http.ts";
import { joseJwt } from "./adapters/jwt.ts";
import { kafkaClient } from "./adapters/kafka.ts";
import { keycloakOver } from "./adapters/keycloak.ts";
import { lagoOver } from "./adapters/lago.ts";
import { nodeMachine } from "./adapters/machine.ts";
import { outsideHttp } from "./adapters/outside-http.ts";
import { nodeProcesses } from "./adapters/processes.ts";
import { systemRandom } from "./adapters/random.ts";
import { sshRemote } from "./adapters/remote.ts";
import { secretlint } from "./adapters/secret-engine.ts";
import { socketLogins } from "./adapters/server-logins.ts";
import { nodeShell } from "./adapters/shell.ts";
import { nodeSockets } from "./adapters/sockets.ts";
import { standardInput } from "./adapters/standard-input.ts";
import { temporalClient } from "./adapters/temporal.ts";
import type { World } from "./domain/world.ts";

/** The outside made of this machine; the engine is connected to once. */
export function realWorld(packageRoot: string, host = nodeHost(packageRoot)): World {
  const connection = engineConnection(host);
  return {
    age: typage,
    aws: awsSdk,
    azure: azureSdk,
    input: standardInput,
    files: nodeFiles,
    clock: systemClock,
    random: systemRandom,
    sockets: nodeSockets,
    http: nodeHttp,
    outside: outsideHttp,
    logins: socketLogins,
    processes: nodeProcesses,
    shell: nodeShell,
    browser: nodeBrowser,
    jwt: joseJwt,
    lago: lagoOver(nodeHttp),
    temporal: temporalClient,
    kafka: kafkaClient,
    keycloak: keycloakOver(keptHttp(), systemClock),
    hash: nodeHash,
    secretEngine: secretlint,
    gitObjects,
    host,
    engine: nodeEngine(host, connection),
    containers: engineContainers(connection),
    remote: sshRemote(host),
    machine: nodeMachine,
    yaml,
    configSchema,
    fragmentSchema,
  };
}
