import { once } from "node:events";
import { realpathSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AvbError, AvbErrors } from "../../src/domain/errors/avb-error.ts";
import type { Files, World } from "../../src/domain/world.ts";
import { gitignoreCheck } from "../../src/flows/checks/gitignore.ts";
import { interferenceCheck } from "../../src/flows/checks/interference.ts";
import { showConfig } from "../../src/flows/config.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { info } from "../../src/flows/info.ts";
import { status } from "../../src/flows/status.ts";
import { showTrust } from "../../src/flows/trust.ts";
import { put, type SetBait, setBait } from "../support/bait.ts";
import { HOSTILE_CLONES, type HostileClone } from "../support/hostile-clones.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let checkout: TempCheckout;
let bait: SetBait;
beforeAll(async () => {
  checkout = tempCheckout();
  bait = await setBait(dirname(checkout.root));
});
afterAll(() => {
  bait.close();
  checkout.remove();
});

/** The real machine, with a PATH that a careless shell has, and a note of every file of somebody else's that was read. */
function watched(root: string, readOutside: string[]): World {
  const path = `.:${root}:node_modules/.bin:${root}/node_modules/.bin::${process.env.PATH}`;
  const world = checkout.world({ cwd: root, env: { AVB_STATE_DIR: checkout.state, PATH: path } });
  const noting = <Read extends (path: string, ...more: never[]) => unknown>(read: Read): Read =>
    ((path: string, ...more: never[]) => {
      if (realOf(path) === bait.outside) readOutside.push(path);
      return read(path, ...more);
    }) as Read;
  const { read, readBytes, readRegular } = world.files;
  const files: Files = {
    ...world.files,
    ...{ read: noting(read), readBytes: noting(readBytes), readRegular: noting(readRegular) },
  };
  return { ...world, files };
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What avb says of a clone, whether it works or is refused; anything but an error of the table is a failure of the test. */
async function said(look: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await look());
  } catch (error) {
    if (error instanceof AvbError || error instanceof AvbErrors) return error.message;
    throw error;
  }
}

/** Everything a person may do with a clone before trusting it. */
async function lookAround(world: World): Promise<string> {
  const looks = [
    () => showTrust(world),
    () => showConfig(world, {}, () => {}),
    () => status(world),
    () => info(world, { overrides: {}, reveal: true }),
    () => doctor(world, [gitignoreCheck, interferenceCheck]),
  ];
  const all: string[] = [];
  for (const look of looks) all.push(await said(look));
  return all.join("\n");
}

describe("a clone that nobody has trusted", () => {
  test("is tried in thirty ways and more", () => {
    expect(HOSTILE_CLONES.length).toBeGreaterThanOrEqual(30);
  });

  test.each(HOSTILE_CLONES)(
    "runs nothing, reads nothing outside and reaches nobody: $name",
    async (clone: HostileClone) => {
      const root = join(checkout.root, `clone-${HOSTILE_CLONES.indexOf(clone)}`);
      for (const [path, what] of Object.entries(clone.plant(bait))) put(root, path, what);
      const readOutside: string[] = [];
      const told = await lookAround(watched(root, readOutside));
      expect({ ...bait.touched(), readOutside }).toEqual({ ran: false, connections: 0, readOutside: [] });
      expect(told).not.toContain("private-canary");
    },
  );

  test("the bait is live: what a trusted hook or a git of before would run leaves its mark", async () => {
    const { shell } = checkout.world();
    await shell.run([bait.program], { env: { PATH: process.env.PATH ?? "" } });
    const [host = "", port] = bait.server.split(":");
    await once(connect(Number(port), host), "close");
    expect(bait.touched()).toEqual({ ran: true, connections: 1 });
  });
});
