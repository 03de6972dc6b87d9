import type { ContainerFacts, TextPart } from "./container.ts";
import { resolveValue } from "./env-resolve.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { Data, RenderContext } from "./render-context.ts";
import type { Service } from "./service.ts";

/** A text whose secrets are still names. */
type Pieces = readonly (string | { readonly secret: string })[];

/** A file below `/run/secrets` that compose fills from a variable of its own environment. */
export interface SecretFile {
  /** Its name there and among the document's secrets. */
  readonly id: string;
  /** The variable that compose reads when the container starts. */
  readonly variable: string;
  readonly uid: number;
  /** What the variable must hold, secrets by name. */
  readonly content: Pieces;
}

/** What a container is told: in the open, and in files that only it can read. */
export interface ContainerVariables {
  readonly environment: Data;
  readonly secrets: readonly SecretFile[];
}

/** The variables of a container. A secret without a way into the container is a mistake in the catalogue: BUG. */
export function variablesOf(context: RenderContext, service: Service, container: string): ContainerVariables {
  const facts = service.containers?.[container] ?? {};
  const all = [...valuesOf(context, service, container), ...textsOf(context, facts)];
  const open = all.flatMap(([name, pieces]) => (isOpen(pieces) ? [[name, pieces.join("")] as const] : []));
  const hidden = all.filter(([, pieces]) => !isOpen(pieces));
  const { environment, secrets } = hidden.length === 0 ? NOTHING : delivered(container, facts, hidden);
  return { environment: { ...Object.fromEntries(open), ...environment }, secrets };
}

type Named = readonly [name: string, pieces: Pieces];

const NOTHING: ContainerVariables = { environment: {}, secrets: [] };

const isOpen = (pieces: Pieces): boolean => pieces.every((piece) => typeof piece === "string");

function valuesOf(context: RenderContext, service: Service, container: string): readonly Named[] {
  return Object.entries(service.environment?.[container] ?? {}).flatMap(([name, value]): readonly Named[] => {
    const found = resolveValue(value, { ...context, view: "container" });
    if (found.kind === "text") return [[name, [found.text]]];
    if (found.kind !== "secret") return [];
    const around = [found.prefix ?? "", { secret: found.name }, found.suffix ?? ""];
    return [[name, around.filter((piece) => piece !== "")]];
  });
}

function textsOf(context: RenderContext, facts: ContainerFacts): readonly Named[] {
  return Object.entries(facts.texts ?? {}).map(([name, parts]) => [name, parts.map((part) => pieceOf(context, part))]);
}

function pieceOf(context: RenderContext, part: TextPart): Pieces[number] {
  if (typeof part === "string" || "secret" in part) return part;
  const port = context.stack.ports.get(part.hostPort);
  if (port === undefined) throw AvbError.of("BUG", { what: `no host port is known for ${part.hostPort}` });
  return String(port);
}

function delivered(container: string, facts: ContainerFacts, hidden: readonly Named[]): ContainerVariables {
  const { secrets: delivery } = facts;
  if (delivery === undefined) throw AvbError.of("BUG", { what: `${container} has secrets and no way to get them` });
  if (delivery.as === "files") return asFiles(container, delivery.uid, hidden);
  const lines = hidden.flatMap(([name, pieces]): Pieces => [`${name}='`, ...pieces, "'\n"]);
  return { environment: {}, secrets: [secretFile(`${container}.env`, delivery.uid, lines)] };
}

function asFiles(container: string, uid: number, hidden: readonly Named[]): ContainerVariables {
  const files = hidden.map(([name, pieces]) => ({
    name,
    file: secretFile(idOf(container, [name, pieces]), uid, pieces),
  }));
  return {
    environment: Object.fromEntries(files.map(({ name, file }) => [`${name}_FILE`, `/run/secrets/${file.id}`])),
    secrets: files.map(({ file }) => file),
  };
}

/** A secret's own name, or that of the variable where there is more to it than a secret. */
function idOf(container: string, [name, pieces]: Named): string {
  const [only, ...others] = pieces;
  if (typeof only !== "object" || others.length > 0) return `${container}-${name.toLowerCase().replaceAll("_", "-")}`;
  return only.secret.replaceAll("/", "-");
}

const secretFile = (id: string, uid: number, content: Pieces): SecretFile => ({
  id,
  variable: `AVB_SECRET_${id.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`,
  uid,
  content,
});
