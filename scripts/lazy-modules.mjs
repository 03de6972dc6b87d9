// A command uses few of the modules it could: what a module asks for is loaded when the first of its functions is called, not before.
import { readFile } from "node:fs/promises";

const ASKS = /^(?:const|var) (\w+_\d+) = ((?:__importDefault\(|__importStar\()?require\("[^"\n]+"\)\)?);$/gm;
const OFFERS = /^exports\.(\w+) = (__importStar\(require\("[^"\n]+"\)\));$/gm;
const BUILTIN = /^( *)(var )?(import_\w+) = (require\("node:[\w/]+"\));$/gm;

/** What TypeScript compiled to CommonJS, with each `const x_1 = require("y")` turned into a function that asks once. */
export function lazyRequires(text) {
  const names = new Map([...text.matchAll(ASKS)].map(([, name, ask]) => [name, ask]));
  const asks = [...names].map(([name, ask]) => `let ${name}$; const ${name} = () => (${name}$ ??= ${ask});`);
  return text
    .replace(ASKS, "")
    .replace(OFFERS, 'Object.defineProperty(exports, "$1", { enumerable: true, get: () => $2 });')
    .replace(/\b\w+_\d+\b/g, (name) => (names.has(name) ? `(${name}())` : name))
    .replace('"use strict";', (line) => [line, ...asks].join("\n"));
}

/** esbuild's output, with Node's own modules asked for where they are used. */
export function lazyBuiltins(text) {
  const asks = new Map([...text.matchAll(BUILTIN)].map(([, , , name, ask]) => [name, ask]));
  return text
    .replace(BUILTIN, (_, space, declared, name) => (declared === undefined ? "" : `${space}var ${name};`))
    .replace(/\b(import_\w+)\./g, (use, name) => (asks.has(name) ? `(${name} ??= ${asks.get(name)}).` : use));
}

/** The esbuild plugin that does the former for oclif, whose index asks for everything it has. */
export const lazyOclif = {
  name: "lazy-oclif",
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, async ({ path }) => ({
      contents: lazyRequires(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};
