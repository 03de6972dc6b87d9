import { judgeFormat } from "../../../credentials/judge-format.ts";
import { variablesOf } from "../../../credentials/scan/assignments.ts";
import { titleOf } from "../../../credentials/scan/titles.ts";
import { LIVE_MS } from "../../../domain/live/limits.ts";
import type { Finding, ScanPart } from "../../../domain/scan-finding.ts";
import type { Secret } from "../../../domain/secret.ts";
import { ownLabels } from "../../live/observe-live.ts";
import { fingerprint } from "../fingerprint.ts";
import { findingsIn } from "./look-through.ts";
import type { ScanTools } from "./scan-tools.ts";

/** A container of this checkout's stack with the variables that it was made with. */
export interface ContainerVariables {
  readonly name: string;
  readonly variables: readonly (readonly [string, Secret])[];
}

/** The containers of the stack, as the engine has them. Engine errors (6) where it does not answer. */
export async function containerVariables({
  world,
  checkout,
  signal,
}: ScanTools): Promise<readonly ContainerVariables[]> {
  const limits = { timeoutMs: LIVE_MS.glance, signal };
  const containers = await world.containers.list(ownLabels(checkout), limits);
  return Promise.all(
    containers.map(async ({ id, name }) => ({
      name,
      variables: Object.entries((await world.containers.environment(id, limits)) ?? {}),
    })),
  );
}

/** Looks at the environment of the stack's containers: everybody who may ask the engine reads it. */
export async function scanContainers(tools: ScanTools): Promise<ScanPart> {
  const containers = await containerVariables(tools);
  const owners = variablesOf(tools.credentials);
  const findings: Finding[] = [];
  for (const { name, variables } of containers)
    for (const [variable, value] of variables) {
      const path = `${name} ${variable}`;
      const found = await findingsIn(tools, { where: "container", path }, `${variable}=${value.reveal()}`);
      const owner = owners.get(variable.toLowerCase());
      findings.push(...found);
      if (owner?.credential !== undefined && judgeFormat(owner.field.format, value.reveal()).state === "placeholder")
        findings.push(
          placeholder({ path, credential: owner.credential, fingerprint: fingerprint(tools.world, value) }),
        );
    }
  return { findings, skipped: [], looked: { containers: containers.length } };
}

const placeholder = (about: Pick<Finding, "path" | "credential" | "fingerprint">): Finding => ({
  ...{ kind: "placeholder", rule: "container-placeholder", says: titleOf("container-placeholder"), where: "container" },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  ...about,
});
