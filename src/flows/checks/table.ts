import type { Check } from "../../domain/check.ts";
import { billingCheck } from "./billing.ts";
import { clockCheck } from "./clock.ts";
import { committedSecretsCheck } from "./committed-secrets.ts";
import { configCheck } from "./config.ts";
import { containerNamesCheck } from "./container-names.ts";
import { credentialsCheck } from "./credentials.ts";
import { composeCheck, engineCheck, engineClockCheck } from "./engine.ts";
import { enginePlaceCheck, engineSetUpCheck, engineVersionCheck } from "./engine-kind.ts";
import { orphansCheck, projectsCheck } from "./engine-leftovers.ts";
import { publishedCheck, subnetsCheck } from "./engine-networks.ts";
import { engineMemoryCheck, imagePlatformCheck, imageRoomCheck } from "./engine-room.ts";
import { envFilesCheck } from "./env-files.ts";
import { homeCheck, nodeOptionsCheck, pathCheck, umaskCheck } from "./environment.ts";
import { gitignoreCheck } from "./gitignore.ts";
import { codeCacheCheck, fileSystemCheck, packageCheck, serverVersionCheck } from "./install.ts";
import { interferenceCheck } from "./interference.ts";
import { keyFilesCheck } from "./key-files.ts";
import { keycloakCheck } from "./keycloak.ts";
import { leftoversCheck } from "./leftovers.ts";
import { lagoCheck, opaCheck, temporalCheck } from "./live-services.ts";
import { localhostCheck, proxyCheck } from "./network.ts";
import { nodeCheck } from "./node.ts";
import { ephemeralCheck, portsCheck } from "./ports.ts";
import { journalCheck, keysCheck, recordsCheck, stickyCheck } from "./records.ts";
import { diskCheck, memoryCheck } from "./resources.ts";
import { seedsCheck } from "./seeds.ts";
import { shellHistoryCheck } from "./shell-history.ts";
import { slotsCheck } from "./slots.ts";
import { staleCheck } from "./stale.ts";
import { secretsCheck, stateCheck } from "./state.ts";
import { trustCheck } from "./trust.ts";
import { valuesCheck } from "./values.ts";
import { vaultCheck } from "./vault.ts";

/** Everything `avb dev doctor` looks at, in the order it is told: avb, the machine, the network, the checkout, its records, the engine. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  nodeOptionsCheck,
  packageCheck,
  codeCacheCheck,
  diskCheck,
  memoryCheck,
  clockCheck,
  umaskCheck,
  homeCheck,
  pathCheck,
  fileSystemCheck,
  proxyCheck,
  localhostCheck,
  configCheck,
  trustCheck,
  slotsCheck,
  portsCheck,
  ephemeralCheck,
  stickyCheck,
  staleCheck,
  serverVersionCheck,
  journalCheck,
  leftoversCheck,
  stateCheck,
  secretsCheck,
  keyFilesCheck,
  credentialsCheck,
  recordsCheck,
  billingCheck,
  keysCheck,
  gitignoreCheck,
  committedSecretsCheck,
  shellHistoryCheck,
  interferenceCheck,
  envFilesCheck,
  valuesCheck,
  enginePlaceCheck,
  engineCheck,
  engineVersionCheck,
  composeCheck,
  engineClockCheck,
  engineSetUpCheck,
  engineMemoryCheck,
  imageRoomCheck,
  imagePlatformCheck,
  subnetsCheck,
  publishedCheck,
  containerNamesCheck,
  orphansCheck,
  projectsCheck,
  keycloakCheck,
  vaultCheck,
  opaCheck,
  temporalCheck,
  lagoCheck,
  seedsCheck,
];
