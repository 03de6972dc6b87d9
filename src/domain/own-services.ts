import type { AccessFact } from "./access.ts";
import type { ContainerFacts } from "./container.ts";
import { type EnvValue, hostPort, unset, url } from "./env-value.ts";
import type { OwnContainer } from "./own-container.ts";
import { BLOCKS } from "./ports.ts";
import type { Probe } from "./probe.ts";
import { catalogueValue, referencesIn } from "./references.ts";
import type { Service, Variable } from "./service.ts";

/** Containers of a team's own, by name. */
export type OwnContainers = Readonly<Record<string, OwnContainer>>;

/** How long one may take to become usable when it does not say. */
const USUAL_S = 60;

/** Nobody knows its program: it must do well for three seconds from one and the same start, since many end in their second one. */
const STEADY = { looks: 7, everyMs: 500 } as const;

/** Names of ports that a browser can open. */
const PAGES: readonly string[] = ["http", "web", "ui"];

/** The containers of a configuration as services of the catalogue, so that everything treats them alike; they are known to be right. */
export function ownServices(own: OwnContainers, shipped: readonly Service[]): readonly Service[] {
  const bare = Object.entries(own).map(([id, container], at) => bareService(id, container, portsBefore(own, at)));
  const all = [...shipped, ...bare];
  return bare.map((service) => ({ ...service, ...valuesOf(service, own[service.id] ?? {}, all) }));
}

const portsBefore = (own: OwnContainers, at: number): number =>
  Object.values(own)
    .slice(0, at)
    .reduce((sum, { ports = {} }) => sum + Object.keys(ports).length, 0);

/** Host ports are the block's spare ones from the highest down: those of the catalogue move into them from the lowest up. */
function bareService(id: string, container: OwnContainer, before: number): Service {
  const { ports = {}, needs = [], usable_within: withinS = USUAL_S } = container;
  const probe = probeOf(container);
  return {
    ...{ id, title: id, purpose: "A container of this repository's own", own: true },
    runsIn: ["sandbox", "live"],
    ports: Object.fromEntries(
      Object.entries(ports).map(([name, inside], at) => [
        name,
        { container: inside, host: BLOCKS.voicebox.spare.to - before - at, block: "voicebox" } as const,
      ]),
    ),
    ...(probe === undefined ? {} : { probe }),
    ready: { withinMs: withinS * 1000, usable: [], ...(container.restart === "no" ? {} : STEADY) },
    needs: needs.map((service) => ({ service, until: "usable" })),
    variables: [],
    access: Object.keys(ports).map((port): AccessFact => accessTo(id, port)),
    containers: { [id]: factsOf(container) },
  };
}

const accessTo = (id: string, port: string): AccessFact =>
  PAGES.includes(port)
    ? { kind: "url", label: port, value: url(id, port) }
    : { kind: "connection", label: port, value: hostPort(id, port) };

/** What its own healthcheck asks is asked by avb too; one over HTTP is asked from outside. */
function probeOf({ probe, healthcheck }: OwnContainer): Probe | undefined {
  if (probe !== undefined) return { kind: "http", ...probe };
  const test: unknown = Object(healthcheck).test;
  if (!Array.isArray(test)) return undefined;
  const [kind, first = "", ...rest] = test.map(String);
  return { kind: "exec", command: kind === "CMD-SHELL" ? ["/bin/sh", "-c", first] : [first, ...rest] };
}

function factsOf({ environment = {}, user, restart }: OwnContainer): ContainerFacts {
  const hasSecrets = Object.values(environment).some((text) =>
    referencesIn(text).some(({ kind }) => kind === "secret"),
  );
  return {
    reachesMachine: true,
    ...(hasSecrets ? { secrets: { as: "files", uid: userNumber(user) ?? 0 } } : {}),
    ...(restart === "no" ? { job: true } : {}),
  };
}

/** The number of a user written as `1000` or `1000:1000`; undefined for a name or none. */
export const userNumber = (user: unknown): number | undefined => {
  const [, digits] = /^(\d{1,9})(?::[^:]*)?$/.exec(typeof user === "string" ? user : "") ?? [];
  return digits === undefined ? undefined : Number(digits);
};

function valuesOf(
  { id }: Service,
  { environment = {}, variables = {} }: OwnContainer,
  all: readonly Service[],
): Pick<Service, "environment" | "variables"> {
  const told = Object.entries(environment).map(([name, text]) => [name, catalogueValue(text, all)] as const);
  return {
    environment: { [id]: Object.fromEntries(told) },
    variables: Object.entries(variables).map(([name, text]) => variableOf(name, catalogueValue(text, all))),
  };
}

/** In production avb knows nothing of it. */
const variableOf = (name: string, value: EnvValue): Variable => ({
  ...{ name, required: false, documented: { sandbox: "-", live: "-" } },
  secret: value.kind === "joined" && value.parts.some((part) => typeof part !== "string" && part.kind === "secret"),
  effective: { running: value, absent: unset, production: unset },
});
