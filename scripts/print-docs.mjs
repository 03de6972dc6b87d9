// Prints the pages of docs/ that are made from tables: errors.md from the error table, commands.md from the commands.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { makeManifest } from "./manifest.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scratch = await mkdtemp(join(tmpdir(), "avb-docs-"));
const outfile = join(scratch, "pages.mjs");
await build({
  absWorkingDir: root,
  entryPoints: ["scripts/docs-entry.ts"],
  outfile,
  bundle: true,
  format: "esm",
  logLevel: "warning",
});
const { ERRORS, commandsPage, errorsPage } = await import(pathToFileURL(outfile).href);
await rm(scratch, { recursive: true });

const pjson = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const manifest = await makeManifest(root, pjson);
const commands = Object.entries(manifest).map(([id, command]) => ({ ...command, id }));
const pages = { "errors.md": errorsPage(ERRORS), "commands.md": commandsPage(commands) };
for (const [name, text] of Object.entries(pages)) await writeFile(join(root, "docs", name), text);
console.log(
  `printed ${Object.keys(pages)
    .map((name) => `docs/${name}`)
    .join(" and ")}`,
);
