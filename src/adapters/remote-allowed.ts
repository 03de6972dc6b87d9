import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stateRootOf } from "../domain/checkout.ts";
import type { SshAddress } from "../domain/engine-address.ts";
import { FORWARDS_FILE, parseForwards } from "../domain/forwards.ts";
import type { Place } from "./engine-address.ts";

/** Whether containers may be run on this engine of another machine: somebody said so, now or at the `up` of a stack that is there. */
export async function isRemoteAllowed(place: Place, { text }: SshAddress): Promise<boolean> {
  if (/^(1|true|yes|y)$/i.test(place.env.AVB_ALLOW_REMOTE ?? "")) return true;
  const root = stateRootOf(place);
  const folders = await readdir(root).catch(() => []);
  const records = folders.map((folder) => readFile(join(root, folder, FORWARDS_FILE), "utf8").catch(() => ""));
  return (await Promise.all(records)).some((record) => parseForwards(record)?.address === text);
}
