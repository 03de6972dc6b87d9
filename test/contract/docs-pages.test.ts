import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeManifest } from "../../scripts/manifest.mjs";
import { AvbError, formatError } from "../../src/domain/errors/avb-error.ts";
import { ERRORS, type ErrorCode, entryOf, type FactsOf } from "../../src/domain/errors/table.ts";
import { EXIT } from "../../src/domain/exit-codes.ts";
import { commandsPage, type DocumentedCommand } from "../../src/ui/commands-page.ts";
import { errorsPage } from "../../src/ui/errors-page.ts";

const ROOT = join(import.meta.dirname, "../..");
const FRESHEN = "print the page again: npm run docs";
const page = (name: string) => readFileSync(join(ROOT, "docs", name), "utf8");

const manifest = await makeManifest(ROOT, JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
const commands = Object.entries(manifest).map(([id, command]) => ({ ...command, id }) as DocumentedCommand);

test("docs/errors.md is the error table", () => {
  expect(page("errors.md"), FRESHEN).toBe(errorsPage(ERRORS));
});

test("docs/commands.md is what the commands say of themselves", () => {
  expect(page("commands.md"), FRESHEN).toBe(commandsPage(commands));
});

describe.each(Object.keys(ERRORS) as ErrorCode[])("%s", (code) => {
  const { says, fixes, exit } = entryOf(code);
  const places = [says, ...fixes].flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name));
  const facts = Object.fromEntries(places.map((name) => [name, `<${name}>`])) as FactsOf<ErrorCode>;

  test("fills every fact into its sentence and its fixes", () => {
    const line = formatError(AvbError.of(code, facts));
    for (const name of places) expect(line).toContain(`<${name}>`);
    expect(line).not.toMatch(/\{\w+\}/);
    expect(line).toMatch(new RegExp(`^avb: .+ \\[${code}\\]$`, "s"));
  });

  test("has a name scripts can match, a known status, and a sentence that the printer ends", () => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
    expect(Object.values(EXIT)).toContain(exit);
    expect(exit).not.toBe(EXIT.ok);
    for (const text of [says, ...fixes]) expect(text).not.toMatch(/\.$|^\s|\s$/);
  });
});

/** What of an example's line is avb's: not the program that calls it, nor the one it runs. */
const ownPart = (line: string): string => line.replace(/^.*config\.bin %>/, "").replace(/ -- .*$|\).*$/, "");

describe.each(commands)("avb $id", ({ id, summary = "", examples = [], flags, args }) => {
  test("has a summary that begins with a verb and ends with a full stop", () => {
    expect(summary).toMatch(/^[A-Z][a-z]+ .+\.$/);
  });

  test("shows at least two examples of itself, with long flags", () => {
    const shown = examples.map((example) => (typeof example === "string" ? example : example.command));
    expect(shown.length).toBeGreaterThanOrEqual(2);
    for (const line of shown) expect(line).toContain(id.replaceAll(":", " "));
    for (const line of shown) expect(ownPart(line)).not.toMatch(/ -[a-zA-Z]\b/);
  });

  test("has a variable AVB_… for every flag and a description for every argument", () => {
    for (const { name, env } of Object.values(flags))
      if (name !== "json") expect(`${name} ${env}`).toMatch(/ AVB_[A-Z0-9_]+$/);
    for (const { description = "" } of Object.values(args)) expect(description).toMatch(/\.$/);
  });
});
