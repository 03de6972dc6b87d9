import type { Interfaces } from "@oclif/core";
import { main } from "./main.ts";
import type { Manifest } from "./oclif-plugin.ts";

declare const AVB_MANIFEST: Manifest;
declare const AVB_PACKAGE: Interfaces.PJSON;

/** Starts the bundled avb; `root` is the package's folder. */
export const start = (root: string): Promise<void> => main(root, AVB_PACKAGE, AVB_MANIFEST, process.argv.slice(2));
