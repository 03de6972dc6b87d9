import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { EnvEntry, EnvFormat } from "../../src/domain/env-format/formats.ts";
import { renderEnv } from "../../src/domain/env-format/render-env.ts";
import { checkWritable } from "../../src/domain/env-format/rules.ts";
import { composeBlock, dotenvReaders, type EnvReader, fish } from "../support/env-readers.ts";
import { needs } from "../support/needs.ts";

const RUNS = 3 * Number(process.env.AVB_SOAK ?? 1);
const IN_ONE_FILE = 120;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-readers-"));
});
afterAll(() => rm(folder, { recursive: true }));

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ..."$ $$ \u0024{X} $(id) ` `id` \" \\ \\n \\\\ \\' ' # ! ~ * ? = : , ; & | < > % {a,b} \t \n \r \u2028 \u0085 \ufeff".split(
        " ",
      ),
      " ",
      " #",
      "export A=1",
    ),
  },
);
const values = fc.array(
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
  {
    minLength: IN_ONE_FILE,
    maxLength: IN_ONE_FILE,
  },
);

/** Writes many values at once, reads them back with the real program, and compares byte for byte. */
async function agree(format: EnvFormat, read: EnvReader): Promise<void> {
  let carried = 0;
  await fc.assert(
    fc.asyncProperty(values, async (texts) => {
      const entries: readonly EnvEntry[] = texts
        .map((text, index) => ({ name: `V${index}`, text }))
        .filter((entry) => checkWritable(format, [entry]).length === 0);
      const text = renderEnv(format, entries, "a comment: it's $fine");
      const path = join(folder, `${format}-${carried}.env`);
      await writeFile(path, text);
      const found = await read(path, text);
      for (const entry of entries) expect(found[entry.name], entry.name).toBe(entry.text);
      carried += entries.length;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(carried).toBeGreaterThan(RUNS * IN_ONE_FILE * 0.3);
}

it("npm dotenv reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.dotenv));
it("Node reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.node));

needs(["bash"], "bash", () => {
  it("reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.bash));
  it("reads the shell format byte for byte", () => agree("shell", dotenvReaders.bash));
});

needs(["python"], "Python's shlex", () => {
  it("reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.shlex));
});

needs(["dotenvPython"], "django-environ", () => {
  it("reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.djangoEnviron));
});

needs(["pythonDotenv"], "python-dotenv", () => {
  it("reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.pythonDotenv));
});

needs(["compose"], "docker compose", () => {
  it("reads a dotenv file byte for byte", () => agree("dotenv", dotenvReaders.compose));
  it("reads the compose format byte for byte", () => agree("compose", composeBlock));
});

needs(["fish"], "fish", () => {
  it("reads the fish format byte for byte", () => agree("fish", fish));
});
