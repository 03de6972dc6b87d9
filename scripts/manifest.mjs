// Lets oclif itself describe every command class: what help and completion read without loading the classes.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Plugin } from "@oclif/core";
import { build } from "esbuild";

export async function makeManifest(root, pjson) {
  const name = `.commands-${process.pid}.mjs`;
  const outfile = join(root, "dist", name);
  await build({
    absWorkingDir: root,
    entryPoints: ["scripts/manifest-entry.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const oclif = {
    ...pjson.oclif,
    commands: { strategy: "explicit", target: `./dist/${name}`, identifier: "commands" },
  };
  const plugin = new Plugin({ root, pjson: { ...pjson, oclif }, isRoot: true, ignoreManifest: true });
  await plugin.load();
  await rm(outfile);
  return plugin.manifest.commands;
}
