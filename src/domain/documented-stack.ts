import { planStack, type StackWishes } from "./plan-stack.ts";
import type { Service } from "./service.ts";
import type { PortKey, Stack } from "./stack.ts";

/** The stack of the document itself: slot 0, every port as the matrix has it; nothing added or left out unless wished. */
export function documentedStack(
  services: readonly Service[],
  wishes: Pick<StackWishes, "mode"> & Partial<StackWishes>,
): Stack {
  const planned = planStack(services, { with: [], without: [], ...wishes });
  const ports = services.flatMap(({ id, ports: facts }) =>
    Object.entries(facts).map(([name, fact]): [PortKey, number] => [
      `${id}.${name}`,
      planned.embedded.has(id) ? (fact.sandboxHost ?? fact.host) : fact.host,
    ]),
  );
  return { mode: wishes.mode, slot: 0, ...planned, ports: new Map(ports) };
}
