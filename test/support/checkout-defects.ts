import { type Defect, ROOT, STATE, stateOf } from "./clean-machine.ts";

/** What can be wrong with the checkout: its configuration, its files and avb's own. */
export const CHECKOUT_DEFECTS: readonly Defect[] = [
  {
    name: "a state folder that others may enter",
    ...{ check: "state", state: "fail", says: /is open to other users \(mode 0755\)/ },
    plant: (world) => world.files.put(stateOf(world).directory, "", { kind: "directory", mode: 0o755 }),
  },
  {
    name: "a state folder that belongs to root after sudo",
    ...{ check: "state", state: "fail", says: /\/state belongs to user 0/ },
    plant: (world) => world.files.put(STATE, "", { kind: "directory", mode: 0o700, uid: 0 }),
  },
  {
    name: "a configuration that cannot be read",
    ...{ check: "config", state: "fail", says: /\.devenvrc:1/ },
    plant: (world) => world.files.put(`${ROOT}/.devenvrc`, "mode: sandbox: live\n"),
  },
  {
    name: "a port in the configuration that is outside its range",
    ...{ check: "config", state: "fail", says: /64000/ },
    plant: (world) => world.files.put(`${ROOT}/.devenvrc`, "ports:\n  vault: 64000\n"),
  },
  {
    name: "a key that waits for trust",
    ...{ check: "trust", state: "warn", says: /not trusted yet.*env/ },
    plant: (world) => world.files.put(`${ROOT}/.devenvrc`, "env:\n  A: b\n"),
  },
  {
    name: "COMPOSE_FILE in the repository's .env",
    ...{ check: "interference", state: "warn", says: /\.env:2: COMPOSE_FILE is ignored by avb/ },
    plant: (world) => world.files.put(`${ROOT}/.env`, "A=1\nCOMPOSE_FILE=evil.yaml\n"),
  },
  {
    name: "a line in .env that is no assignment",
    ...{ check: "interference", state: "warn", says: /\.env:1: this is not NAME=value/ },
    plant: (world) => world.files.put(`${ROOT}/.env`, "A B C\n"),
  },
  {
    name: "a private file that git does not ignore",
    ...{ check: "gitignore", state: "fail", says: /git does not ignore \/home\/dev\/shop\/\.env/ },
    plant: (world) =>
      void world.programs.set("git", (args) => ({
        exitCode: args.includes("rev-parse") ? 0 : 1,
        stdout: "",
        stderr: "",
      })),
  },
  {
    name: "a private file that is committed",
    ...{ check: "gitignore", state: "fail", says: /\.env is committed/ },
    plant: (world) => void world.programs.set("git", () => ({ exitCode: 0, stdout: "", stderr: "" })),
  },
  {
    name: "a repository that git refuses to speak of",
    ...{ check: "gitignore", state: "warn", says: /git cannot be asked: fatal: detected dubious ownership/ },
    plant: (world) => {
      const stderr = `fatal: detected dubious ownership in repository at '${ROOT}'\nTo add an exception …`;
      world.programs.set("git", () => ({ exitCode: 128, stdout: "", stderr }));
    },
  },
  {
    name: "a file of secrets that others may read",
    ...{ check: "secrets", state: "fail", says: /identities\.json can be read by other users \(mode 0644\)/ },
    plant: (world) => world.files.put(stateOf(world).identities, "{}", { mode: 0o644 }),
  },
  {
    name: "a value of .env that nobody filled in",
    ...{ check: "values", state: "warn", says: /^LAGO_API_KEY of \/home\/dev\/shop\/\.env holds a \$\{\.\.\.\}/ },
    plant: (world) => void world.files.put(`${ROOT}/.env`, `LAGO_API_KEY="$${"{"}VAULT}"\n`),
  },
  {
    name: "a cache that shares a database with the channels",
    ...{ check: "values", state: "warn", says: /^REDIS_URL of the environment does not end in \/0/ },
    host: { env: { AVB_STATE_DIR: "/state", REDIS_URL: "redis://localhost:65005" } },
  },
  {
    name: "a written env file whose values have changed",
    ...{ check: "env-files", state: "warn", says: /\.env\.shop no longer holds this stack's values/ },
    plant: (world) => {
      const [path, text] = [`${ROOT}/.env.shop`, "KEYCLOAK_URL='http://localhost:1'\n"];
      world.files.put(path, text);
      const wishes = { view: "host", services: [], profiles: [], renames: [] };
      const file = { path, sha256: world.hash.sha256(text), mode: "sandbox", format: "dotenv", wishes };
      world.files.put(stateOf(world).writtenEnv, `${JSON.stringify(file)}\n`);
    },
  },
];
