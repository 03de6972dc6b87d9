import { nodeSockets } from "../../src/adapters/sockets.ts";

/** A slot whose documented ports nobody holds just now; other tests, and the person at this machine, have stacks too. */
export interface FreeSlot {
  readonly slot: string;
  readonly identityPort: number;
}

const isFree = async (port: number): Promise<boolean> =>
  (await Promise.all(["127.0.0.1", "::1"].map((host) => nodeSockets.probe(host, port)))).every(
    (state) => state !== "taken",
  );

/** Looks for one from 1 to 9, beginning anywhere. */
export async function freeSlot(): Promise<FreeSlot> {
  const first = Math.floor(Math.random() * 9);
  for (let look = 0; look < 9; look += 1) {
    const slot = 1 + ((first + look) % 9);
    const [identityPort, billingPort] = [65_006 + 50 * slot, 63_690 + 10 * slot];
    if ((await isFree(identityPort)) && (await isFree(billingPort))) return { slot: String(slot), identityPort };
  }
  throw new Error("every slot of this machine is in use");
}
