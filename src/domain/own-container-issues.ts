import type { ConfigInput } from "./config-schema.ts";
import { AvbError } from "./errors/avb-error.ts";
import { fragmentPart, type OwnContainer } from "./own-container.ts";
import { needProblems, type OwnProblem } from "./own-needs.ts";
import { type OwnContainers, ownServices, userNumber } from "./own-services.ts";
import { BLOCKS } from "./ports.ts";
import { findProfile } from "./profiles/find-profile.ts";
import { APPLICATION, PROFILE_IDS } from "./profiles/profile.ts";
import { referenceProblems } from "./reference-issues.ts";
import { referencesIn } from "./references.ts";
import type { Service } from "./service.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** What the containers of a file are judged against: avb's own services, and the containers of the weaker file. */
export interface OwnSurroundings {
  readonly services: readonly Service[];
  readonly below: OwnContainers;
  /** The names of every field of a third-party credential, where a text here may refer to one. */
  readonly thirdParty?: readonly string[];
}

/** What only the catalogue can tell of the containers in one file: names, needs, references, probes, variables. */
export function ownContainerErrors(
  { services: own = {} }: ConfigInput,
  document: YamlDocument,
  { services, below, thirdParty = [] }: OwnSurroundings,
): readonly AvbError[] {
  const all = { ...below, ...own };
  const known = [...services, ...ownServices(all, services)];
  return [
    ...Object.entries(own).flatMap(([name, container]) =>
      problemsOf({ name, container, services, known, all, thirdParty }).map((problem) =>
        errorAt(problem, name, document),
      ),
    ),
    ...tooManyPorts(own, all, document),
  ];
}

interface Judged {
  readonly name: string;
  readonly container: OwnContainer;
  readonly services: readonly Service[];
  readonly known: readonly Service[];
  readonly all: OwnContainers;
  readonly thirdParty: readonly string[];
}

const problemsOf = (one: Judged): readonly OwnProblem[] => [
  ...nameProblems(one),
  ...needProblems(one),
  ...probeProblems(one),
  ...variableProblems(one),
  ...textProblems(one),
  ...readerProblems(one),
];

function errorAt({ path, what, fix }: OwnProblem, name: string, document: YamlDocument): AvbError {
  const whole = ["services", name, ...path];
  const place = path.length === 0 ? document.placeOfKey(whole) : document.placeOf(whole);
  return AvbError.of("CONTAINER_REFUSED", { what, fix }, { place });
}

function nameProblems({ name, services }: Judged): readonly OwnProblem[] {
  const owner = services.find(({ id, containers = {} }) => id === name || Object.hasOwn(containers, name));
  if (owner === undefined && name !== APPLICATION) return [];
  const whose = owner === undefined ? "the application itself" : `${owner.title}, which avb knows already`;
  return [{ path: [], what: `'${name}' is the name of ${whose}`, fix: `write another name, such as own-${name}` }];
}

function probeProblems({ container: { probe, ports = {} } }: Judged): readonly OwnProblem[] {
  if (probe === undefined || Object.hasOwn(ports, probe.port)) return [];
  const names = Object.keys(ports);
  const fix = names.length === 0 ? `add ports: {${probe.port}: NUMBER}` : `write ${names.join(" or ")}`;
  return [{ path: ["probe", "port"], what: `'${probe.port}' is not one of its ports`, fix }];
}

/** A variable of the application has one source. */
function variableProblems({ name, container: { variables = {} }, services, all }: Judged): readonly OwnProblem[] {
  const taken = new Map<string, string>([
    ...PROFILE_IDS.flatMap((id) => findProfile(id).variables.map((one) => [one.name, `the profile ${id}`] as const)),
    ...services.flatMap(({ title, variables: own }) => own.map((one) => [one.name, title] as const)),
    ...Object.entries(all)
      .filter(([other]) => other !== name)
      .flatMap(([other, container]) => Object.keys(container.variables ?? {}).map((one) => [one, other] as const)),
  ]);
  return Object.keys(variables).flatMap((variable) => {
    const owner = taken.get(variable);
    if (owner === undefined) return [];
    const fix = "write another name, or set the value under env, which wins";
    return [{ path: ["variables", variable], what: `${variable} is given by ${owner} already`, fix }];
  });
}

const textProblems = ({ container, known, services, all, thirdParty }: Judged): readonly OwnProblem[] =>
  (["environment", "variables"] as const).flatMap((key) =>
    Object.entries(container[key] ?? {}).flatMap(([variable, text]) =>
      referenceProblems(text, { own: Object.keys(all), known, shipped: services, thirdParty }).map((problem) => ({
        path: [key, variable],
        ...problem,
      })),
    ),
  );

/** A secret reaches a container as a file that one user may read; only the team knows who that is. */
function readerProblems({ container }: Judged): readonly OwnProblem[] {
  const secret = Object.entries(container.environment ?? {}).find(([, text]) =>
    referencesIn(text).some(({ kind }) => kind === "secret"),
  );
  if (secret === undefined || userNumber(fragmentPart(container).user) !== undefined) return [];
  const what = `${secret[0]} holds a secret, which becomes a file for one user, and nothing says for which`;
  return [{ path: ["environment", secret[0]], what, fix: 'write user: "1000", the number that its program runs as' }];
}

function tooManyPorts(own: OwnContainers, all: OwnContainers, document: YamlDocument): readonly AvbError[] {
  const { from, to } = BLOCKS.voicebox.spare;
  const room = to - from + 1;
  const count = Object.values(all).reduce((sum, { ports = {} }) => sum + Object.keys(ports).length, 0);
  const last = Object.keys(own).at(-1);
  if (count <= room || last === undefined) return [];
  const facts = {
    what: `the containers have ${count} ports together, and there are ${room} for them`,
    fix: "remove those that only containers use",
  };
  return [AvbError.of("CONTAINER_REFUSED", facts, { place: document.placeOf(["services", last]) })];
}
