// Builds dist/: the commands and the sandbox server as one CommonJS bundle each, and the manifest that help reads.
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Plugin } from "@oclif/core";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...parts) => join(root, ...parts);
const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  logLevel: "warning",
  absWorkingDir: root,
  external: ["typescript", "ts-node", "ssh2"],
};

await rm(at("dist"), { recursive: true, force: true });
const pjson = JSON.parse(await readFile(at("package.json"), "utf8"));
const manifest = await makeManifest();
await writeFile(at("dist/manifest.json"), JSON.stringify(manifest));
const about = { name: pjson.name, version: pjson.version, oclif: pjson.oclif };
await build({
  ...common,
  entryPoints: ["src/entry.ts"],
  outfile: at("dist/avb.cjs"),
  minifySyntax: true,
  minifyWhitespace: true,
  define: { AVB_MANIFEST: JSON.stringify(manifest), AVB_PACKAGE: JSON.stringify(about) },
});

/** Lets oclif itself describe every command class. */
async function makeManifest() {
  const outfile = at("dist/commands.mjs");
  await build({ ...common, format: "esm", packages: "external", entryPoints: ["scripts/manifest-entry.ts"], outfile });
  const oclif = {
    ...pjson.oclif,
    commands: { strategy: "explicit", target: "./dist/commands.mjs", identifier: "commands" },
  };
  const plugin = new Plugin({ root, pjson: { ...pjson, oclif }, isRoot: true, ignoreManifest: true });
  await plugin.load();
  await rm(outfile);
  return plugin.manifest.commands;
}
