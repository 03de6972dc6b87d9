// The commands as one script of many functions: one for each group of modules that are needed together, run when it is asked for.
import { basename } from "node:path";
import { build, transform } from "esbuild";
import { lazyBuiltins, lazyOclif } from "./lazy-modules.mjs";

const LOADER = `
const made = {};
const ask = (name) => {
  if (made[name] !== undefined) return made[name].exports;
  if (chunks[name] === undefined && !name.startsWith("./")) return require(name);
  if (chunks[name] === undefined) Object.assign(chunks, packages());
  made[name] = { exports: {} };
  chunks[name](made[name].exports, ask, made[name]);
  return made[name].exports;
};`;

/** From this size on (bytes, before they are made short) a package lies apart, so that commands that do without it need not read it. */
const LARGE = 150_000;

/** Names of the chunks that lie apart: large packages that none of avb's own code imports statically. */
function apart({ outputs }) {
  const near = new Set();
  const add = (name) => {
    if (near.has(name) || outputs[name] === undefined) return;
    near.add(name);
    for (const { kind, path } of outputs[name].imports) if (kind === "import-statement") add(path);
  };
  for (const [name, { entryPoint = "" }] of Object.entries(outputs)) if (entryPoint.startsWith("src/")) add(name);
  const far = Object.entries(outputs).filter(([name, { bytes }]) => !near.has(name) && bytes > LARGE);
  return new Set(far.map(([name]) => basename(name)));
}

/**
 * Bundles the entry as the text of a function that is called as a CommonJS module is, with the files that are inside; and,
 * as the text of a function that answers the table of them, the packages that it asks for when they are needed.
 * Node reads one file, V8 compiles (or has in its code cache) only the functions of the groups that a command runs.
 */
export async function pack(entry, options) {
  const { plugins, target, supported, ...rest } = options;
  const done = await build({
    ...rest,
    target,
    entryPoints: [entry],
    entryNames: "entry",
    outdir: "out",
    format: "esm",
    splitting: true,
    plugins: [...plugins, lazyOclif],
    minifySyntax: true,
    minifyWhitespace: false,
    minifyIdentifiers: false,
  });
  const { legalComments, logLevel, logOverride } = rest;
  const output = { target, legalComments, logLevel, logOverride };
  const far = apart(done.metafile);
  const tableOf = async (files) => {
    const chunks = files.map(async ({ path, text }) => {
      const { code } = await transform(text, { ...output, format: "cjs", supported });
      return `"./${basename(path)}": function (exports, require, module) {${lazyBuiltins(code)}}`;
    });
    return `{${(await Promise.all(chunks)).join(",\n")}}`;
  };
  const minified = async (parameters, body) => {
    const { code } = await transform(`launched(function (${parameters}) {${body}})`, { ...output, minify: true });
    return code.replace(/^launched|;\s*$/g, "");
  };
  const isFar = ({ path }) => far.has(basename(path));
  const commands = await tableOf(done.outputFiles.filter((file) => !isFar(file)));
  const packages = await tableOf(done.outputFiles.filter(isFar));
  return {
    text: await minified(
      "exports, require, module, __filename, __dirname, packages",
      `const chunks = ${commands};${LOADER}\nmodule.exports = ask("./entry.js");`,
    ),
    packages: await minified("", `return ${packages};`),
    inputs: Object.keys(done.metafile.inputs),
  };
}
