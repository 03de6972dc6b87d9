import type { Config, ConfigFile } from "../domain/config.ts";
import { catalogueErrors, schemaErrors } from "../domain/config-issues.ts";
import { type ConfigLayer, isMap } from "../domain/config-layers.ts";
import type { ConfigInput, SchemaVerdict } from "../domain/config-schema.ts";
import { textOf } from "../domain/config-text.ts";
import { AvbError, AvbErrors, type Place } from "../domain/errors/avb-error.ts";
import { fragmentErrors } from "../domain/fragment-issues.ts";
import { ownContainerErrors } from "../domain/own-container-issues.ts";
import { ownContainerIssues, ownFragment } from "../domain/own-containers.ts";
import { ownIdentityErrors } from "../domain/own-identity-issues.ts";
import { ownVariableErrors } from "../domain/own-variable-issues.ts";
import { thirdPartyIn } from "../domain/references.ts";
import { satisfies } from "../domain/version.ts";
import type { RegularFile, World } from "../domain/world.ts";
import { YAML_LIMITS } from "../domain/yaml-check.ts";
import { formatKeyPath, type InspectedYaml, type YamlDocument } from "../domain/yaml-document.ts";
import { services } from "../services/index.ts";
import { readWithin } from "./read-within.ts";
import { shippedIdentities } from "./shipped-identities.ts";

/** The configuration files of a root, the weaker one first. */
export const CONFIG_FILES = [".devenvrc", ".devenvrc.local"] as const;

/** One configuration file that is there and means something. */
export interface ReadConfig {
  readonly file: ConfigFile;
  readonly layer: ConfigLayer;
}

/** What the weaker file brings along that texts of the stronger one may refer to. */
export type Below = Pick<Config, "services" | "credentials">;

/**
 * Reads and checks one configuration file, `below` being what the weaker one has; undefined where there is none. The bytes that are hashed are the bytes that are
 * parsed. Throws AvbErrors with every problem and its place; AVB_TOO_OLD comes alone, since the rest may be what is newer.
 */
export async function readConfigFile(
  world: World,
  root: string,
  { name, below }: { readonly name: (typeof CONFIG_FILES)[number]; readonly below: Below },
): Promise<ReadConfig | undefined> {
  const path = `${root}/${name}`;
  const read = await readWithin(world, { root, path, maxBytes: YAML_LIMITS.bytes });
  if (read === undefined) return undefined;
  mustBeOurs(world, path, read);
  const label = root === world.host.cwd ? name : path;
  const { document, problems } = await world.yaml.inspect(textOf(read.bytes, label), label);
  if (document === undefined) throw allOf(problems);
  const file = { path: read.realPath, sha256: world.hash.sha256(read.bytes) };
  return { file, layer: await layerOf(world, name, { document, problems, below }) };
}

function mustBeOurs({ host }: World, path: string, { facts }: RegularFile): void {
  const writableByOthers = (facts.mode & 0o022) !== 0;
  if (host.uid !== -1 && facts.uid !== host.uid && writableByOthers)
    throw AvbError.of("CONFIG_FOREIGN_OWNER", { path, uid: String(facts.uid) });
}

async function layerOf(
  world: World,
  origin: (typeof CONFIG_FILES)[number],
  { document, problems, below }: Required<InspectedYaml> & { readonly below: Below },
): Promise<ConfigLayer> {
  const value = document.value ?? {};
  await mustBeNewEnough(world, value, document.placeOf(["requires"]));
  const verdict = await world.configSchema.check(value);
  const around = { services, below: below.services, thirdParty: verdict.ok ? await named(verdict.input, below) : [] };
  const found = verdict.ok
    ? [
        ...catalogueErrors(verdict.input, document, around),
        ...ownContainerErrors(verdict.input, document, around),
        ...ownVariableErrors(verdict.input, document, around),
        ...(await judgedErrors(world, verdict.input, document)),
      ]
    : schemaErrors(verdict.issues, document).filter(
        ({ place }) => !problems.some((known) => isSamePlace(known.place, place)),
      );
  const all = [...allowedForms(problems, verdict), ...found];
  if (all.length > 0 || !verdict.ok) throw allOf(all);
  return { origin, input: verdict.input, placeOf: document.placeOf };
}

/** The names of third-party credentials; their catalogue is loaded only for a file that refers to one. */
async function named({ env, services: own, credentials }: ConfigInput, below: Below): Promise<readonly string[]> {
  const texts = [env, ...Object.values(own ?? {}).flatMap(({ environment, variables }) => [environment, variables])];
  if (!texts.some((values) => thirdPartyIn(values).length > 0)) return [];
  const { thirdPartyNames } = await import("./secrets/third-party-names.ts");
  return thirdPartyNames({ ...below.credentials, ...credentials });
}

/** What the shipped identities and the rules of containers make of it; neither is loaded where nothing asks for it. */
async function judgedErrors(world: World, input: ConfigInput, document: YamlDocument): Promise<readonly AvbError[]> {
  const { users = [], clients = [], services: containers = {} } = input;
  const identities = users.length + clients.length > 0 ? await shippedIdentities(world) : undefined;
  const fragment = ownFragment(containers);
  const verdict = fragment === undefined ? undefined : await world.fragmentSchema.check(fragment);
  return [
    ...(identities === undefined ? [] : ownIdentityErrors(input, document, identities)),
    ...(verdict === undefined || verdict.ok ? [] : fragmentErrors(ownContainerIssues(verdict.issues), document)),
  ];
}

/** What is written in place of an altered value must be allowed there: where even the value it is read as is not, what is. */
function allowedForms(problems: readonly AvbError[], verdict: SchemaVerdict): readonly AvbError[] {
  if (verdict.ok) return problems;
  return problems.map((problem) => {
    const { code, facts, place } = problem;
    const refused = verdict.issues.find(({ path }) => formatKeyPath(path) === place?.keyPath);
    if (code !== "YAML_ALTERED" || refused === undefined || place === undefined) return problem;
    const { written = "", read = "" } = facts;
    return AvbError.of("YAML_ALTERED", { written, read, instead: refused.allowed }, { place });
  });
}

/** One spot is told of once: a number that YAML alters need not also be called out of range. */
const isSamePlace = (one: Place | undefined, other: Place | undefined): boolean =>
  one?.line === other?.line && one?.column === other?.column;

async function mustBeNewEnough(world: World, value: unknown, place: Place): Promise<void> {
  const requires = isMap(value) ? value.requires : undefined;
  if (typeof requires !== "string" || !/^>=\d+\.\d+/.test(requires)) return;
  const version = await ownVersion(world);
  if (!satisfies(version, requires)) throw AvbError.of("AVB_TOO_OLD", { requires, version }, { place });
}

async function ownVersion(world: World): Promise<string> {
  const about: unknown = JSON.parse((await world.files.read(`${world.host.packageRoot}/package.json`)) ?? "{}");
  return isMap(about) ? String(about.version ?? "0.0.0") : "0.0.0";
}

function allOf(problems: readonly AvbError[]): Error {
  const [first, ...rest] = problems;
  return first === undefined ? new Error("no problem was found") : new AvbErrors([first, ...rest]);
}
