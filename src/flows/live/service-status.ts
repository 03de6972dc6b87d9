import type { Service } from "../../domain/service.ts";
import { STAND_IN_MARK } from "../../domain/stand-in-words.ts";
import type { ServiceState } from "../../domain/status.ts";
import type { ServiceAccess } from "../describe-access.ts";
import { containerStatuses, type UsageBefore } from "./container-status.ts";
import type { LiveLook, ServiceLook } from "./look-at-live.ts";
import { isStopped } from "./why-fallen.ts";

/** How a service is whose containers were looked at. */
export function containerNow(
  { id }: Service,
  look: ServiceLook,
  { access, before }: { readonly access: readonly ServiceAccess[]; readonly before: UsageBefore },
): Partial<ServiceState> & Pick<ServiceState, "runs"> {
  const { why, fix, probe } = look;
  const items = access.find((one) => one.id === id)?.items ?? [];
  const urls = items
    .filter(({ kind }) => kind === "url" || kind === "connection")
    .map(({ label, text }) => ({ label, url: text }));
  const [first] = urls;
  const containers = containerStatuses(look, before);
  const marks = containers.some((one) => one.standIn) ? [STAND_IN_MARK] : [];
  const notes = [...marks, ...(why === undefined ? [] : [why])];
  return {
    ...{ runs: look.containers.some(({ life }) => life === "running") ? "container" : "nothing" },
    ...{ usable: why === undefined, urls, containers },
    ...(first === undefined ? {} : { address: first.url }),
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
    ...(fix === undefined ? {} : { fix }),
    ...(probe === undefined ? {} : { probe }),
  };
}

/** What a person should know of the containers as a whole. */
export function remarksOnContainers({ services, problem }: LiveLook, wanted: ReadonlySet<string>): readonly string[] {
  if (problem !== undefined) return [`${problem.message}; what its containers do is not known`];
  const containers = [...services.values()].flatMap((look) => look.containers);
  const left = [...services].flatMap(([id, look]) => (wanted.has(id) || look.containers.length === 0 ? [] : [id]));
  const isIdle = containers.length > 0 && containers.every((one) => isStopped(one) || one.life === "created");
  return [
    ...(isIdle ? ["the containers are stopped, and none of them starts by itself; start them again: avb dev up"] : []),
    ...(left.length === 0 ? [] : [`${left.join(", ")} left this stack and still has containers; avb dev up ends them`]),
  ];
}
