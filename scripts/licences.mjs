// The licences of every package whose code is inside the bundles, found through the files esbuild read.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export async function licencesOf(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const parts = await Promise.all([...folders].sort().map((folder) => describe(join(root, folder))));
  return `avb contains code of these packages.\n\n${[...new Set(parts)].join("\n")}`;
}

/** `node_modules/a/node_modules/@s/b/lib/x.js` -> `node_modules/a/node_modules/@s/b`. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^(licen[sc]e|copying)(\.|$)/i.test(entry));
  const text =
    file === undefined ? "(the package has no licence file)" : (await readFile(join(folder, file), "utf8")).trim();
  return `${"-".repeat(78)}\n${name} ${version}: ${typeof license === "string" ? license : "see below"}\n\n${text}\n`;
}
