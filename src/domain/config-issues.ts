import { closest } from "./closest.ts";
import { isMap } from "./config-layers.ts";
import type { ConfigInput, SchemaIssue } from "./config-schema.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { OwnSurroundings } from "./own-container-issues.ts";
import { printable, printableAscii } from "./printable.ts";
import type { KeyPath, YamlDocument } from "./yaml-document.ts";

/** What the schema refused, as errors with their places. */
export const schemaErrors = (issues: readonly SchemaIssue[], document: YamlDocument): readonly AvbError[] =>
  issues.map((issue) => {
    if (issue.kind === "value") {
      const facts = { allowed: issue.allowed, got: describe(issue) };
      return AvbError.of("CONFIG_INVALID", facts, { place: document.placeOf(issue.path) });
    }
    const place = document.placeOfKey(issue.path);
    const key = printableAscii(issue.key);
    if (issue.kind === "name") return AvbError.of("CONFIG_NAME", { key, allowed: issue.allowed }, { place });
    return /^trust/i.test(key) && issue.path.length === 1
      ? AvbError.of("CONFIG_SELF_TRUST", { key }, { place })
      : AvbError.of("CONFIG_KEY_UNKNOWN", { key, allowed: issue.allowed }, { place });
  });

/** Keys whose values are written back in messages; anything else may hold a secret and is only named by its kind. */
const QUOTED = new Set(["mode", "with", "without", "ports", "slot", "images", "memory", "requires", "clients"]);

function describe({ path, got, allowed }: Extract<SchemaIssue, { kind: "value" }>): string {
  if (got === null || got === undefined) return "an empty value";
  if (Array.isArray(got)) return got.length === 0 ? "an empty list" : "a list";
  if (isMap(got)) return "a map";
  if (typeof got !== "string") return `${got}`;
  const shown = QUOTED.has(String(path[0])) ? `the text '${printable(got)}'` : "this text";
  return `${shown}${readingNote(got, allowed)}`;
}

/** YAML 1.1 gave these texts another meaning, which many still expect. */
function readingNote(text: string, allowed: string): string {
  if (allowed === "true or false" && /^(?:y|n|yes|no|on|off)$/i.test(text))
    return " (YAML 1.2 reads yes, no, on and off as text)";
  if (allowed.startsWith("a whole number") && /^[\d_:]+$/.test(text)) return " (YAML 1.2 reads this as text)";
  return "";
}

/** What one file says that only the catalogue can judge: unknown services, a service both wanted and refused, twins in lists. */
export function catalogueErrors(
  input: ConfigInput,
  document: YamlDocument,
  { services, below }: OwnSurroundings,
): readonly AvbError[] {
  const own = Object.keys({ ...below, ...input.services });
  const all = [...services.map(({ id }) => id), ...own];
  const shipped = services.filter(({ external }) => !external).map(({ id }) => id);
  const containers = [...shipped, ...own];
  const listed = (key: "with" | "without", known: readonly string[]) =>
    (input[key] ?? []).map((name, index): Named => ({ name, path: [key, index], known }));
  const parts = [...containers, ...services.flatMap((one) => Object.keys(one.containers ?? {}))];
  const keyed = (key: "images" | "memory" | "seeds", known: readonly string[]) =>
    Object.keys(input[key] ?? {}).map((name): Named => ({ name, path: [key, name], known }));
  const named = [
    ...[...listed("with", containers), ...listed("without", all)],
    ...[...keyed("images", parts), ...keyed("memory", parts), ...keyed("seeds", shipped)],
  ];
  const unknown = named
    .filter(({ name, known }) => !known.includes(name))
    .map(({ name, path, known }) => {
      const facts = { service: name, allowed: known.join(", "), fix: closest(name, known) ?? "one of those" };
      return AvbError.of("CONFIG_SERVICE_UNKNOWN", facts, { place: document.placeOf(path) });
    });
  const both = (input.without ?? []).flatMap((service, index) =>
    input.with?.includes(service)
      ? [AvbError.of("CONFIG_CONTRADICTION", { service }, { place: document.placeOf(["without", index]) })]
      : [],
  );
  const users = twice(
    "users",
    (input.users ?? []).map(({ username }) => username),
    document,
  );
  const clients = twice(
    "clients",
    (input.clients ?? []).map(({ id }) => id),
    document,
  );
  return [...unknown, ...both, ...users, ...clients];
}

interface Named {
  readonly name: string;
  readonly path: KeyPath;
  readonly known: readonly string[];
}

const twice = (key: string, names: readonly string[], document: YamlDocument): readonly AvbError[] =>
  names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const line = String(document.placeOf([key, first]).line ?? 1);
    return [
      AvbError.of("CONFIG_TWICE", { name: printable(name), first: line }, { place: document.placeOf([key, index]) }),
    ];
  });
