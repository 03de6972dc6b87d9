import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { nodeSockets } from "../../src/adapters/sockets.ts";
import { asSlot, slotPorts } from "../../src/domain/ports.ts";
import { services } from "../../src/services/index.ts";

/** A slot that no other test has while this one has it. */
export interface ClaimedSlot {
  readonly slot: string;
  /** Where the slot has the sandbox's identity provider. */
  readonly identityPort: number;
  release(): void;
}

/** Whoever listens here and a slot further has claimed that slot: the kernel takes a claim back however its process ends. */
const CLAIMS = 64_600;
/** Those last that most tests of the command line name without a claim. */
const ORDER = [2, 1, 3, 4, 9, 5, 7, 6, 8];
/** Where somebody works in the other slots meanwhile: AVB_TEST_SLOTS=6,7,8 leaves a run no more than these. */
const ALLOWED = process.env.AVB_TEST_SLOTS?.split(",").map(Number) ?? ORDER;
const LONGEST_MS = 600_000;

/** Claims a slot from 1 to 9 whose documented ports nobody holds, and waits while there is none. */
export async function claimSlot(): Promise<ClaimedSlot> {
  const until = Date.now() + LONGEST_MS;
  while (Date.now() < until) {
    for (const number of ORDER.filter((one) => ALLOWED.includes(one))) {
      const claimed = await claim(number);
      if (claimed !== undefined) return claimed;
    }
    await sleep(250);
  }
  throw new Error("every slot of this machine is in use");
}

/** Claims this very slot, and waits while another test has it. */
export async function claimThisSlot(slot: string): Promise<ClaimedSlot> {
  const until = Date.now() + LONGEST_MS;
  while (Date.now() < until) {
    const claimed = await claim(Number(slot));
    if (claimed !== undefined) return claimed;
    await sleep(250);
  }
  throw new Error(`slot ${slot} of this machine is in use`);
}

async function claim(number: number): Promise<ClaimedSlot | undefined> {
  const holder = createServer().unref();
  try {
    await once(holder.listen({ host: "127.0.0.1", port: CLAIMS + number, exclusive: true }), "listening");
  } catch {
    return undefined;
  }
  const ports = slotPorts(services, asSlot(number) ?? 0);
  const states = await Promise.all([...ports.values()].map((port) => nodeSockets.probe("127.0.0.1", port)));
  const release = () => void holder.close();
  if (!states.includes("taken"))
    return { slot: String(number), identityPort: ports.get("keycloak.http") ?? Number.NaN, release };
  release();
  return undefined;
}
