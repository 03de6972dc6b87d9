// The commands as one script of many functions: one for each group of modules that are needed together, run when it is asked for.
import { basename } from "node:path";
import { build, transform } from "esbuild";
import { lazyBuiltins, lazyOclif } from "./lazy-modules.mjs";

const LOADER = `
const made = {};
const ask = (name) => {
  if (chunks[name] === undefined) return require(name);
  if (made[name] === undefined) {
    made[name] = { exports: {} };
    chunks[name](made[name].exports, ask, made[name]);
  }
  return made[name].exports;
};`;

/**
 * Bundles the entry as the text of a function that is called as a CommonJS module is, with the files that are inside.
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
  const chunks = done.outputFiles.map(async ({ path, text }) => {
    const { code } = await transform(text, { ...output, format: "cjs", supported });
    return `"./${basename(path)}": function (exports, require, module) {${lazyBuiltins(code)}}`;
  });
  const body = `const chunks = {${(await Promise.all(chunks)).join(",\n")}};${LOADER}\nmodule.exports = ask("./entry.js");`;
  const whole = `launched(function (exports, require, module, __filename, __dirname) {${body}})`;
  const { code } = await transform(whole, { ...output, minify: true });
  return { text: code.replace(/^launched|;\s*$/g, ""), inputs: Object.keys(done.metafile.inputs) };
}
