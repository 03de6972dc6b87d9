import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "../../src/adapters/files.ts";
import { systemRandom } from "../../src/adapters/random.ts";
import { nodeShell } from "../../src/adapters/shell.ts";
import { type Checkout, statePaths } from "../../src/domain/checkout.ts";
import { type Config, DEFAULT_CONFIG, type LoadedConfig } from "../../src/domain/config.ts";
import type { Host, World } from "../../src/domain/world.ts";
import { fakeWorld } from "./fake-world.ts";

/** A checkout in a temporary folder with real files, real chance and real programs; only its configuration is given. */
export interface EnvCheckout extends AsyncDisposable {
  readonly world: World;
  readonly checkout: Checkout;
  readonly root: string;
}

/** Makes one; `await using` removes it. */
export async function envCheckout(
  options: {
    readonly config?: Partial<Config>;
    readonly loaded?: Partial<LoadedConfig>;
    readonly host?: Partial<Host>;
  } = {},
): Promise<EnvCheckout> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "avb-env-")));
  const root = join(folder, "shop");
  await mkdir(root);
  const env = { PATH: process.env.PATH, HOME: folder, AVB_STATE_DIR: join(folder, "state"), ...options.host?.env };
  const host = { cwd: root, home: folder, uid: process.getuid?.() ?? -1, ...options.host, env };
  const world: World = { ...fakeWorld(host), files: nodeFiles, shell: nodeShell, random: systemRandom };
  const config = { ...DEFAULT_CONFIG, ...options.config };
  const loaded: LoadedConfig = { config, origins: {}, files: [], untrusted: [], ...options.loaded };
  const state = statePaths(join(folder, "state"), "shop-00000000", 0);
  return {
    world,
    root,
    checkout: { root, slug: "shop", id: "shop-00000000", slot: 0, state, loaded },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
