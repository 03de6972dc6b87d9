import { TRUSTED_KEYS } from "../../src/domain/config.ts";
import { CONFIG_KEYS } from "../../src/domain/config-keys.ts";
import { YAML_LIMITS } from "../../src/domain/yaml-check.ts";

/** The part of JSON Schema that the schema of `.devenvrc` uses. */
export interface SchemaPart {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaPart[];
  readonly items?: SchemaPart;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaPart | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The value a key takes, in words: `map of whole number 1024 to 65535`. */
export function formOf(part: SchemaPart): string {
  if (part.enum !== undefined) return part.enum.map((value) => `\`${value}\``).join(", ");
  if (part.items !== undefined) return `list of ${formOf(part.items)}`;
  if (part.properties !== undefined && part.additionalProperties === false) return fieldsOf(part);
  if (part.type === "object") return `map of ${formOf(mapValue(part))}`;
  if (part.type === "integer") return `whole number ${part.minimum} to ${part.maximum}`;
  if (part.anyOf !== undefined) return part.anyOf.map(formOf).join(" or ");
  return [part.type ?? "anything"]
    .flat()
    .map((type) => (type === "string" ? "text" : type))
    .join(" or ");
}

const mapValue = (part: SchemaPart): SchemaPart =>
  typeof part.additionalProperties === "object" ? part.additionalProperties : {};

const fieldsOf = ({ properties = {}, required = [] }: SchemaPart): string =>
  `maps with ${Object.keys(properties)
    .map((key) => `\`${key}\`${required.includes(key) ? " (required)" : ""}`)
    .join(", ")}`;

/** `docs/configuration.md`, made from the schema, the table of keys and the example. */
export function configurationPage(schema: SchemaPart, example: string): string {
  const trusted: readonly string[] = TRUSTED_KEYS;
  const rows = Object.entries(CONFIG_KEYS).map(([key, { summary }]) => {
    const form = formOf(schema.properties?.[key] ?? {});
    return `| \`${key}\` | ${form} | ${trusted.includes(key) ? "yes" : ""} | ${summary} |`;
  });
  return [
    HEAD,
    "| Key | Form | Needs trust | Meaning |",
    "|---|---|---|---|",
    ...rows,
    "",
    TAIL,
    example.trimEnd(),
    "```",
    "",
  ].join("\n");
}

const HEAD = `# Configuration

\`.devenvrc\` at the repository's root is YAML 1.2; \`avb init\` writes one. \`.devenvrc.local\` beside it has the same keys, holds
for one person and is not committed. This page is made from the schema that checks both files.

The strongest source wins: flags, then \`AVB_*\` variables, then \`.devenvrc.local\`, then \`.devenvrc\`, then the defaults. Maps
are joined entry by entry, everything else is replaced as a whole. \`avb dev config --origin\` shows each effective value with
the file, line and column it came from.

## Keys
`;

const TAIL = `## Variables

| Variable | Meaning |
|---|---|
| \`AVB_MODE\` | as \`mode\` |
| \`AVB_SLOT\` | as \`slot\` |
| \`AVB_WITH\`, \`AVB_WITHOUT\` | as \`with\` and \`without\`, with commas |
| \`AVB_PORT_<SERVICE>\`, \`AVB_PORT_<SERVICE>_<PORT>\` | as an entry of \`ports\`: \`AVB_PORT_VAULT=65031\`, \`AVB_PORT_TEMPORAL_UI=65032\` |
| \`AVB_STATE_DIR\` | an absolute path: where avb keeps what it must remember |
| \`AVB_TRUST\` | the hash that \`avb trust --show\` prints: allows exactly those files, for CI |

A variable that says something impossible ends with status 2 and is named.

## The root

The root is the nearest folder upwards that holds \`.devenvrc\` or \`.git\`, else the current folder. The search ends at a folder
that belongs to another user and at a mount boundary, so that nobody else's file configures your avb.

## Trust

Keys marked above let a file run programs and containers, or reach your programs through their environment. They act only after
\`avb trust\` has shown what they do and you allowed it. The grant is the sha256 of the root's real path and of every file that
takes part: both configuration files, the documents of \`seeds\` and the files of the repository that \`hooks\` name. Edit, move or
copy one of them and you are asked again; commands that use none of those keys go on working. The grant is kept in avb's state
folder, never in the repository, and no key of the file can give it.

A hook that calls a program of its own (\`npm run migrate\`) is trusted as that line: what the program reads is not covered.

## What is refused

Every problem of both files is shown at once, with its position, its key and what is allowed, and ends with status 3; nothing is
written. Refused are: duplicate keys, more than one document, unknown keys and tags, keys that are not plain ASCII, numbers that
YAML would alter (\`0x50\`, \`012\`, \`1e3\`, \`1.10\`), aliases that contain themselves, more than ${YAML_LIMITS.bytes} bytes, ${YAML_LIMITS.nodes} values or
${YAML_LIMITS.depth} levels, and anything that is not a regular file inside the repository. \`yes\`, \`no\`, \`on\` and \`off\` are texts in YAML 1.2.
A file that belongs to somebody else and that others may change ends with status 4, one that cannot be read with 12, and a file
that \`requires\` a newer avb with 5.

## Example

\`\`\`yaml`;
