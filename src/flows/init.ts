import { type ConfigDraft, draftData, draftText, parsePortWishes } from "../domain/config-draft.ts";
import { catalogueErrors, schemaErrors } from "../domain/config-issues.ts";
import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import { lintPorts } from "../domain/ports-lint.ts";
import { printable } from "../domain/printable.ts";
import type { World } from "../domain/world.ts";
import { services } from "../services/index.ts";
import { keepOutOfGit } from "./env-git.ts";
import { findRoot } from "./find-root.ts";

const NAME = ".devenvrc";
/** Files of one person, which must not be committed. */
const PRIVATE = [".devenvrc.local", ".env"];
const SCHEMA = "node_modules/avb/templates/devenvrc.schema.json";

/** What `avb init` did. */
export interface InitResult {
  readonly path: string;
  /** The written text. */
  readonly text: string;
  /** How each private file is kept out of commits, or why it is not. */
  readonly kept: Readonly<Record<string, string>>;
  /** What a person should see to. */
  readonly warnings: readonly string[];
}

/** The services that may be asked for. */
export const offeredServices = services
  .filter((service) => !("external" in service))
  .map(({ id, title }) => ({ id, title }));

/** The ports that a flag asks for; OPTION_INVALID (2) for another form. */
export function portWishes(text: string): ConfigDraft["ports"] {
  const wishes = parsePortWishes(text);
  if (wishes !== undefined) return wishes;
  const facts = { flag: "--ports", allowed: "pairs such as vault=65031,temporal.ui=65032", got: printable(text) };
  throw AvbError.of("OPTION_INVALID", { ...facts, help: "avb init --ports vault=65031" });
}

/** Stops before anything is asked when the file is there already: CONFIG_EXISTS (2) unless forced. */
export async function mustBeNew(world: World, force: boolean): Promise<string> {
  const path = `${await findRoot(world)}/${NAME}`;
  if (!force && (await world.files.facts(path)) !== undefined) throw AvbError.of("CONFIG_EXISTS", { path });
  return path;
}

/** Writes a `.devenvrc` that says what the draft says, after the same checks that reading it would make. */
export async function init(world: World, draft: ConfigDraft, { force = false } = {}): Promise<InitResult> {
  const path = await mustBeNew(world, force);
  const root = path.slice(0, -NAME.length - 1);
  const body = await world.yaml.stringify(draftData(draft));
  await mustBeValid(world, body);
  const hasSchema = (await world.files.facts(`${root}/${SCHEMA}`)) !== undefined;
  const text = draftText(body, hasSchema ? SCHEMA : undefined);
  await world.files.write(path, text, 0o644);
  const kept: Awaited<ReturnType<typeof keep>>[] = [];
  // One after the other: both may add a line to the same .gitignore.
  for (const name of PRIVATE) kept.push(await keep(world, root, name));
  return {
    path,
    text,
    kept: Object.fromEntries(kept.map(({ name, how }) => [name, how])),
    warnings: kept.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
  };
}

/** The draft came from flags or answers, so that is what the problems speak of. */
async function mustBeValid(world: World, body: string): Promise<void> {
  const document = await world.yaml.parse(body, NAME);
  const verdict = await world.configSchema.check(document.value);
  const problems = verdict.ok
    ? [
        ...catalogueErrors(verdict.input, document, { services, below: {} }),
        ...lintPorts(services, verdict.input.ports ?? {}, (name) => document.placeOf(["ports", name])),
      ]
    : schemaErrors(verdict.issues, document);
  const [first, ...rest] = problems.map(refusal);
  if (first !== undefined) throw new AvbErrors([first, ...rest]);
}

const FLAGS: Readonly<Record<string, string>> = { with: "--with", ports: "--ports", clients: "--redirect-uri" };

function refusal({ message, place }: AvbError): AvbError {
  const key = /^\w+/.exec(place?.keyPath ?? "")?.[0] ?? "";
  return AvbError.of("OPTION_REFUSED", {
    flag: FLAGS[key] ?? key,
    why: `${place?.keyPath}: ${message}`,
    help: "avb init --help",
  });
}

/** A rule that could not be added is told of; the configuration is written all the same. */
async function keep(world: World, root: string, name: string) {
  try {
    return {
      name,
      how: await keepOutOfGit(world, { folder: root, name, path: `${root}/${name}` }),
      warning: undefined,
    };
  } catch (error) {
    if (error instanceof AvbError) return { name, how: "not ignored", warning: error.message };
    throw error;
  }
}
