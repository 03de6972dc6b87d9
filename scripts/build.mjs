// Builds dist/: the commands and the sandbox server as one CommonJS bundle each, what help reads, and the licences of what is bundled.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { licencesOf } from "./licences.mjs";
import { makeManifest } from "./manifest.mjs";
import { pack } from "./pack.mjs";
import { standIns } from "./stand-ins.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const pjson = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

/** Latin-1 is read faster than UTF-8; esbuild leaves other characters only in regular expressions, where this form means the same. */
const ascii = (text) => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  // A script started through the code cache has no loader to ask for modules of Node's own.
  supported: { "dynamic-import": false },
  external: ["typescript", "ts-node"],
  plugins: [standIns],
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: "none",
  logLevel: "warning",
  logOverride: { "empty-import-meta": "error" },
  metafile: true,
  write: false,
};

async function bundle(entry, options = {}) {
  const done = await build({ ...OPTIONS, entryPoints: [entry], outfile: "out.cjs", ...options });
  return { text: ascii(done.outputFiles[0].text), inputs: Object.keys(done.metafile.inputs) };
}

async function commands(entry, define) {
  const { text, packages, inputs } = await pack(entry, { ...OPTIONS, define });
  return { text: ascii(text), packages: ascii(packages), inputs };
}

/** Each file replaces the old one in a single step, so that a command running meanwhile never sees half a build. */
async function emit(files) {
  const folder = join(root, "dist");
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const temporary = join(folder, `.${process.pid}-${name}`);
    await writeFile(temporary, text);
    await rename(temporary, join(folder, name));
  }
  const stale = (await readdir(folder)).filter((name) => !(name in files) && !name.startsWith("."));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true })));
}

const manifest = await makeManifest(root, pjson);
const { name, version, description, oclif } = pjson;
const about = { name, version, description, oclif };
const entries = [
  commands("src/entry.ts", {
    AVB_MANIFEST: JSON.stringify(JSON.stringify(manifest)),
    AVB_PACKAGE: JSON.stringify(about),
  }),
  bundle("src/launch.ts"),
  ...(existsSync(join(root, "src/sandbox/serve.ts"))
    ? // oidc-provider looks up lifetimes and storage by the names of its classes, which bundling would change.
      [
        bundle("src/sandbox/serve.ts", {
          define: { AVB_VERSION: JSON.stringify(pjson.version) },
          keepNames: true,
          minifyIdentifiers: false,
        }),
        bundle("src/sandbox/serve-billing.ts", { define: { AVB_VERSION: JSON.stringify(pjson.version) } }),
      ]
    : []),
];
const [avb, launch, sandbox, billing] = await Promise.all(entries);
const hash = createHash("sha256")
  .update(avb.text)
  .update(avb.packages)
  .update(sandbox?.text ?? "")
  .update(billing?.text ?? "")
  .digest("hex")
  .slice(0, 16);
await emit({
  "avb.cjs": avb.text,
  "packages.cjs": avb.packages,
  "launch.cjs": launch.text,
  ...(sandbox === undefined ? {} : { "sandbox.cjs": sandbox.text }),
  ...(billing === undefined ? {} : { "billing.cjs": billing.text }),
  "package.json": '{ "type": "commonjs" }\n',
  "build.hash": hash,
  "manifest.json": JSON.stringify(manifest),
  "THIRD-PARTY-LICENCES.txt": await licencesOf(root, [
    ...avb.inputs,
    ...(sandbox?.inputs ?? []),
    ...(billing?.inputs ?? []),
  ]),
});
