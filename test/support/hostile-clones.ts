/** What a hostile clone would like to reach. */
export interface Bait {
  /** A program that leaves a mark when it is run. */
  readonly program: string;
  /** A private file outside the clone. */
  readonly outside: string;
  /** `127.0.0.1:port` of a server that counts who comes. */
  readonly server: string;
}

/** What is put into the clone by path: text, a program of this text, a link, or a pipe. */
export type Planted = string | { readonly program: string } | { readonly link: string } | { readonly pipe: true };

/** A clone that tries something before anybody has trusted it. */
export interface HostileClone {
  readonly name: string;
  plant(bait: Bait): Readonly<Record<string, Planted>>;
}

const config = (name: string, text: (bait: Bait) => string): HostileClone => ({
  name,
  plant: (bait) => ({ ".devenvrc": text(bait) }),
});

/** A repository's own configuration; a folder of the clone that is a repository by itself brings it along. */
const repository = (settings: string, folder: string): Readonly<Record<string, Planted>> => ({
  [`${folder}HEAD`]: "ref: refs/heads/main\n",
  [`${folder}config`]: `[core]\n\trepositoryformatversion = 0\n\tbare = false\n${settings}`,
  [`${folder}objects/keep`]: "",
  [`${folder}refs/keep`]: "",
});

const gitSetting = (name: string, settings: (bait: Bait) => string): HostileClone => ({
  name,
  plant: (bait) => ({ ...repository(settings(bait), ".git/"), ".env": "A=1\n", ".devenvrc.local": "slot: 4\n" }),
});

const tool = (path: string): HostileClone => ({
  name: `a program planted as ${path}`,
  plant: ({ program }) => ({ ...repository("", ".git/"), [path]: { program: `exec ${program}` }, ".env": "A=1\n" }),
});

const link = (path: string): HostileClone => ({
  name: `${path} as a link to a private file`,
  plant: ({ outside }) => ({ [path]: { link: outside } }),
});

const pipe = (path: string): HostileClone => ({
  name: `${path} as a pipe that nobody fills`,
  plant: () => ({ [path]: { pipe: true } }),
});

/** Thirty and more of them (P13). */
export const HOSTILE_CLONES: readonly HostileClone[] = [
  ...["before-up", "after-up", "after-seed", "before-down", "after-down"].map((moment) =>
    config(`a hook ${moment}`, ({ program }) => `hooks: {${moment}: [${program}]}\n`),
  ),
  config("variables that make programs run others", ({ program }) =>
    ["NODE_OPTIONS: --require", "BASH_ENV:", "GIT_SSH_COMMAND:", "PYTHONSTARTUP:", "LD_PRELOAD:"]
      .map((name) => `  ${name} ${program}\n`)
      .join("")
      .replace(/^/, "env:\n"),
  ),
  config("an image from the server", ({ server }) => `images: {vault: "${server}/vault:1"}\n`),
  config("a registry of its own", ({ server }) => `registry: ${server}\n`),
  config("a container of its own", ({ server }) => `services: {a: {image: "${server}/a:1", x-avb-ready: none}}\n`),
  config(
    "a container with a provider",
    ({ program }) => `services: {a: {image: "a:1", provider: {type: ${program}}, x-avb-ready: none}}\n`,
  ),
  config("a seed outside", ({ outside }) => `seeds: {vault: [${outside}]}\n`),
  config("a seed that climbs", () => "seeds: {vault: [../outside/secret]}\n"),
  config("trust that it gives itself", ({ program }) => `trusted: true\nhooks: {after-up: [${program}]}\n`),
  config("a merge of a file outside", ({ outside }) => `<<: !include ${outside}\nextends: ${outside}\n`),
  config(
    "a client that wants to be told of sign-outs",
    ({ server }) => `clients: [{id: a, redirectUris: ["http://${server}/*"]}]\n`,
  ),
  {
    name: "variables for avb in its .env",
    plant: ({ outside, server, program }) => ({
      ".env": `AVB_STATE_DIR=${outside}\nAVB_TRUST=1\nDOCKER_HOST=tcp://${server}\nBROWSER=${program}\nNODE_OPTIONS=-r ${program}\n`,
    }),
  },
  gitSetting("a git file-system monitor", ({ program }) => `\tfsmonitor = ${program}\n`),
  gitSetting("git hooks", ({ program }) => `\thooksPath = ${program.replace(/\/[^/]*$/, "")}\n\teditor = ${program}\n`),
  gitSetting(
    "a git remote that is a command",
    ({ program }) =>
      `[extensions]\n\tpartialClone = evil\n[remote "evil"]\n\turl = ext::${program}\n\tpromisor = true\n[protocol]\n\tallow = always\n`,
  ),
  {
    name: "a folder that is a repository by itself",
    plant: ({ program }) => ({
      ...repository(`\tworktree = .\n\tfsmonitor = ${program}\n`, ""),
      ".env": "A=1\n",
      ".devenvrc": "slot: 4\n",
    }),
  },
  {
    name: "a .git that names another folder",
    plant: ({ outside }) => ({ ".git": `gitdir: ${outside}/../worktrees/x\n` }),
  },
  tool("git"),
  tool("docker"),
  tool("node"),
  tool("node_modules/.bin/git"),
  tool("xdg-open"),
  ...[".devenvrc", ".devenvrc.local", ".gitignore", ".git"].map(link),
  ...[".devenvrc", ".devenvrc.local", ".env", ".git", ".gitignore"].map(pipe),
  {
    name: "files that other tools run",
    plant: ({ program }) => ({
      ".envrc": `exec ${program}\n`,
      ".npmrc": `script-shell=${program}\n`,
      "package.json": `{"scripts":{"preinstall":"${program}"},"oclif":{"plugins":["./evil"]}}\n`,
      "evil/package.json": `{"name":"evil","oclif":{"commands":"./commands","hooks":{"init":"./init"}}}\n`,
      "evil/init.js": `require("node:child_process").execFileSync(${JSON.stringify(program)})\n`,
      "compose.yaml": `services: {a: {provider: {type: ${program}}}}\n`,
    }),
  },
];
