// Packages that a dependency loads for jobs avb does not have: left out of the bundle, or replaced by the little that is asked of them.

const refused = (path) =>
  `module.exports = { Client: class { constructor() { throw new Error("${path} is not part of avb"); } } };`;

/** By package: what stands in its place. */
const STAND_INS = {
  // dockerode: engines over ssh:// are refused, and images are built without BuildKit's session.
  ssh2: refused("ssh2"),
  "@grpc/grpc-js": refused("@grpc/grpc-js"),
  "@grpc/proto-loader": refused("@grpc/proto-loader"),
  protobufjs: refused("protobufjs"),
  // secretlint: its profiler keeps a mark for every rule and file, and looks through all of them for each.
  "@secretlint/profiler": "export const secretLintProfiler = { mark() {} };",
  pkcs12: "export const i = { default: {} };",
  // inquirer: no question is answered in an editor.
  "@inquirer/external-editor": refused("@inquirer/external-editor"),
  // zod: avb says itself what is wrong, in one language.
  "../locales/index.js": "module.exports = {};",
  // oclif: its plugins, tsconfig and package files are searched for on disk only where commands are not in memory already.
  tinyglobby: refused("tinyglobby"),
  minimatch: refused("minimatch"),
  lilconfig: refused("lilconfig"),
  // oclif: avb says itself which Node it needs.
  semver: 'throw new Error("not part of avb");',
  // oclif, dockerode: what they say for DEBUG only, with the terminal's modules that it asks for.
  debug: `const quiet = Object.assign(() => {}, { enabled: false });
    module.exports = process.env.DEBUG ? require("debug/src/index.js") : () => quiet;`,
  // oclif: only for the platform's name in --version, and for the name of Windows' shell.
  "wsl-utils": 'module.exports = { isWsl: false, powerShellPath: async () => "powershell.exe" };',
  // Azure's logins: none of those that find out by themselves who one is opens a browser.
  open: refused("open"),
  // Kafka's client: its WebAssembly as a file of its own, a native checksum that is used where it happens to be there, and schema registries.
  "@platformatic/wasm-utils": 'export * from "@platformatic/wasm-utils/bundled";',
  "./crc32c.js": 'export { crc32c } from "@platformatic/wasm-utils/bundled";',
  "./registries/index.js": "export {};",
};

/** secretlint reads keys of Google Cloud in PKCS#12 with a whole library, from a file of a name that changes; avb leaves that rule out. */
const PKCS12 = { filter: /^\.\/index-[\w-]+\.js$/, importer: /[\\/]secretlint-rule-preset-recommend[\\/]/ };

const KAFKA = /[\\/]@platformatic[\\/]kafka[\\/]/;

/** Who does without; another package that asks for one of these needs it. */
const ASKERS = {
  "@grpc/grpc-js": /[\\/]dockerode[\\/]/,
  // grpc-js: a server's page of its channels.
  "@grpc/proto-loader": /[\\/](dockerode|@grpc)[\\/]/,
  protobufjs: /[\\/]dockerode[\\/]/,
  semver: /[\\/]@oclif[\\/]/,
  open: /[\\/]@azure[\\/]/,
  "./crc32c.js": KAFKA,
  "./registries/index.js": KAFKA,
};

/** The esbuild plugin that puts them in. */
export const standIns = {
  name: "stand-ins",
  setup(plugin) {
    const root = plugin.initialOptions.absWorkingDir;
    const names = Object.keys(STAND_INS).join("|").replaceAll(".", "\\.");
    plugin.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path, importer }) =>
      (ASKERS[path] ?? /./).test(importer) ? { path, namespace: "stand-in" } : undefined,
    );
    plugin.onResolve({ filter: PKCS12.filter }, ({ kind, importer }) =>
      kind === "dynamic-import" && PKCS12.importer.test(importer)
        ? { path: "pkcs12", namespace: "stand-in" }
        : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: "stand-in" }, ({ path }) => ({
      contents: STAND_INS[path],
      resolveDir: root,
    }));
  },
};
