import type { Finding } from "../../src/domain/check.ts";
import { checkoutId, statePaths } from "../../src/domain/checkout.ts";
import { type FakeWorld, fakeWorld, giveEngine } from "./fake-world.ts";

/** Where the checkout of the fake world lies. */
export const ROOT = "/home/dev/shop";
/** Its state root. */
export const STATE = "/state";

const PARTS = [
  ...["dist/avb.cjs", "dist/packages.cjs", "dist/sandbox.cjs", "dist/billing.cjs", "compose/base.yaml"],
  ...["templates/keycloak/identities.json", "templates/lago/billing.json"],
];

/** A machine on which nothing is wrong: an engine, a repository that ignores what it should. */
export function cleanWorld(host: Partial<FakeWorld["host"]> = {}): FakeWorld {
  const world = fakeWorld(host);
  world.engineFacts = { version: "28.5.2", composeVersion: "2.40.3", address: "unix:///var/run/docker.sock" };
  giveEngine(world);
  world.programs.set("git", (args) => ({ exitCode: args.includes("ls-files") ? 1 : 0, stdout: "true", stderr: "" }));
  for (const part of PARTS) world.files.put(`/avb/${part}`, "", { mode: 0o644, uid: 0 });
  world.files.put("/avb/package.json", JSON.stringify({ version: "1.0.0" }), { mode: 0o644, uid: 0 });
  world.files.put(`${ROOT}/.git/HEAD`, "ref: refs/heads/main");
  world.files.put(`${ROOT}/.env`, "DEBUG=1\n# a comment\n\nexport NAME=value\n");
  return world;
}

/** Its state files. */
export const stateOf = (world: FakeWorld) => statePaths(STATE, checkoutId(ROOT, world.hash.sha256), 0);

/** Something wrong, the check that must find it, and what it must say. */
export interface Defect {
  readonly name: string;
  readonly check: string;
  /** What is wrong with the process that was started; AVB_STATE_DIR is in its environment in any case. */
  readonly host?: Partial<FakeWorld["host"]>;
  readonly state: Finding["state"];
  readonly says: RegExp;
  plant?(world: FakeWorld): void | Promise<void>;
}

/** A machine on which this is wrong, and nothing else. */
export async function ill({ host = {}, plant }: Defect): Promise<FakeWorld> {
  const env = { AVB_STATE_DIR: STATE, PATH: "/usr/bin:/bin", ...host.env };
  const world = cleanWorld({ ...host, env });
  await plant?.(world);
  return world;
}
