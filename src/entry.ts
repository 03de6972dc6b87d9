import type { Interfaces } from "@oclif/core";
import { main } from "./main.ts";
import type { Manifest } from "./oclif-plugin.ts";

/** JSON text: parsed faster than an object literal is made. */
declare const AVB_MANIFEST: string;
declare const AVB_PACKAGE: Interfaces.PJSON;

/** Starts the bundled avb; `root` is the package's folder. */
export function start(root: string): Promise<void> {
  const manifest: Manifest = JSON.parse(AVB_MANIFEST);
  return main(root, AVB_PACKAGE, manifest, process.argv.slice(2));
}
