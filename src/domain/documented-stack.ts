import type { Mode } from "./modes.ts";
import { planStack } from "./plan-stack.ts";
import type { Service } from "./service.ts";
import type { PortKey, Stack } from "./stack.ts";

/** The stack of the document itself: nothing added or left out, slot 0, every port as the matrix has it. */
export function documentedStack(services: readonly Service[], mode: Mode): Stack {
  const planned = planStack(services, { mode, with: [], without: [] });
  const ports = services.flatMap(({ id, ports: facts }) =>
    Object.entries(facts).map(([name, fact]): [PortKey, number] => [
      `${id}.${name}`,
      planned.embedded.has(id) ? (fact.sandboxHost ?? fact.host) : fact.host,
    ]),
  );
  return { mode, slot: 0, ...planned, ports: new Map(ports) };
}
