import { readDotenv } from "../../credentials/dotenv.ts";
import { judgeFormat } from "../../credentials/judge-format.ts";
import { tagsOf } from "../../credentials/tags.ts";
import { type Credential, fieldOf, livesIn } from "../../domain/credential.ts";
import type { StoreChange, StoreId, StoreResult } from "../../domain/credential-store.ts";
import { AvbError, AvbErrors } from "../../domain/errors/avb-error.ts";
import { checkedValues, givenText, type Judging } from "./given-values.ts";
import { type FileTexts, fieldsInJson } from "./import-json.ts";
import type { Secrets } from "./open-secrets.ts";
import { existingKey } from "./store-key.ts";
import type { StoreTools } from "./store-tools.ts";
import { openForWriting } from "./stores.ts";

/** What is to be taken from a file. */
export interface ImportRequest {
  readonly path: string;
  readonly store: StoreId;
  readonly plan: boolean;
  readonly unchecked: boolean;
}

/** What became of a file's credentials. */
export interface ImportResult {
  readonly environment: string;
  readonly store: StoreId;
  readonly planned: boolean;
  readonly credentials: readonly {
    readonly id: string;
    readonly outcome: "import" | StoreResult["outcome"];
    readonly fields: readonly string[];
    /** Why it was not stored. */
    readonly why?: string;
  }[];
  /** Names in the file that belong to no credential; nothing was taken of them. */
  readonly unknown: readonly string[];
  /** Fields whose text only stands for a value; they were left out. */
  readonly placeholders: readonly string[];
}

/**
 * Takes credentials from a file: dotenv, JSON, or either sealed with age to this person's key. Everything is read and judged
 * first; one value that cannot be right, and nothing is stored.
 */
export async function importFile({ all, tools }: Secrets, request: ImportRequest): Promise<ImportResult> {
  const { world, environment } = tools;
  const { path, store: name, plan, unchecked } = request;
  const store = openForWriting(tools, name);
  const here = all.filter((one) => livesIn(one, environment));
  const { found: given, unknown, placeOf } = textsIn(here, await plainText(tools, path), path);
  const { found, placeholders } = withoutPlaceholders(given);
  const now = world.clock.now();
  const changes = judged(found, { environment, facts: store.facts, unchecked, ...(placeOf && { placeOf }) }).map(
    ({ credential, fields }): StoreChange => ({ credential, fields, tags: tagsOf(credential, now) }),
  );
  const results = plan || changes.length === 0 ? [] : await store.write(changes);
  return {
    ...{ environment, store: name, planned: plan, unknown, placeholders },
    credentials: changes.map(({ credential: { id }, fields }, index) => {
      const { outcome = "import" as const, error } = results[index] ?? {};
      return { id, outcome, fields: Object.keys(fields), ...(error && { why: error.message }) };
    }),
  };
}

async function plainText({ world, ask }: StoreTools, path: string): Promise<string> {
  const text = await givenText(world, { kind: "file", path });
  const lock = await world.age.lockOf(text);
  if (lock === undefined) return text;
  const key = await existingKey({ world, store: path, ...(ask && { ask }) }, lock);
  return world.age.open(text, key).catch((cause: unknown) => {
    throw AvbError.of(
      "KEY_WRONG",
      { store: path, key: "your key", fix: "seal it to the public key that stands in it" },
      { cause },
    );
  });
}

function textsIn(all: readonly Credential[], text: string, path: string): FileTexts {
  if (/^\s*\{/.test(text)) return fieldsInJson(all, text, path);
  const { entries, problems } = readDotenv(text);
  const [first, ...rest] = problems.map(({ line, why }) =>
    AvbError.of("CREDENTIAL_LINE", { why }, { place: { file: path, line } }),
  );
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  const texts = new Map(entries.map((entry) => [entry.name, entry.text]));
  const found = new Map(all.map((one) => [one, ofVariables(one, texts)] as const));
  const known = new Set(all.flatMap(({ fields }) => fields.map(({ variable }) => variable)));
  const lines = new Map(entries.map((entry) => [entry.name, entry.line]));
  return {
    found: nonEmpty(found),
    unknown: [...texts.keys()].filter((name) => !known.has(name)),
    placeOf: (_, { variable }) => ({ file: path, ...lineOf(lines.get(variable)) }),
  };
}

const lineOf = (line: number | undefined) => (line === undefined ? {} : { line });

/** An empty variable of a dotenv file says that somebody left the value out. */
const ofVariables = ({ fields }: Credential, texts: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap(({ name, variable }) => {
      const text = texts.get(variable) ?? "";
      return text === "" ? [] : [[name, text]];
    }),
  );

const nonEmpty = (found: FileTexts["found"]): FileTexts["found"] =>
  new Map([...found].filter(([, texts]) => Object.keys(texts).length > 0));

/** A template that nobody has filled in holds placeholders, and they are no reason to refuse what somebody has. */
function withoutPlaceholders(given: FileTexts["found"]) {
  const placeholders: string[] = [];
  const found = [...given].map(([one, texts]) => {
    const kept = Object.entries(texts).filter(([name, text]) => {
      const format = fieldOf(one, name)?.format;
      const isPlaceholder = format !== undefined && judgeFormat(format, text).state === "placeholder";
      if (isPlaceholder) placeholders.push(`${one.id}.${name}`);
      return !isPlaceholder;
    });
    return [one, Object.fromEntries(kept)] as const;
  });
  return { found: nonEmpty(new Map(found)), placeholders };
}

/** Every problem of every credential at once. */
function judged(found: FileTexts["found"], judging: Judging) {
  const problems: AvbError[] = [];
  const values = [...found].flatMap(([credential, texts]) => {
    try {
      return [{ credential, fields: checkedValues(credential, texts, judging) }];
    } catch (error) {
      if (error instanceof AvbErrors) problems.push(...error.problems);
      else if (error instanceof AvbError) problems.push(error);
      else throw error;
      return [];
    }
  });
  const [first, ...rest] = problems;
  if (first !== undefined) throw rest.length === 0 ? first : new AvbErrors([first, ...rest]);
  return values;
}
