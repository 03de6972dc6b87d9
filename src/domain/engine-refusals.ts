import { AvbError } from "./errors/avb-error.ts";
import { anotherSlot, slotOfPort } from "./slots.ts";

/** What engines say when a port cannot be published: dockerd up to 27, 28, a port of another container, Docker Desktop, Podman. */
const PORT =
  /(?:failed to bind (?:host )?port(?: for)?|bind for|listen (?:tcp|udp)[46]?|exposing port (?:tcp|udp)) (?:(?:\[[^\]]*\]|[\d.]*|\*):)?(\d+)/i;

/** By the engine's words: the error that they mean. The first row that matches wins. */
const REFUSALS: readonly {
  readonly words: RegExp;
  readonly means: (found: RegExpExecArray, why: string) => AvbError;
}[] = [
  { words: PORT, means: ([, port = ""], why) => portLost(port, lastPart(why)) },
  {
    words:
      /address pools? (?:have|has) been fully subnetted|non-overlapping IPv[46] address pool|could not find free subnet/i,
    means: (_found, why) => AvbError.of("ADDRESS_POOL_EMPTY", { why: lastPart(why) }),
  },
  {
    words: /no space left on device|disk quota exceeded/i,
    means: (_found, why) => AvbError.of("ENGINE_DISK_FULL", { why }),
  },
  {
    words: /no such image: (?:docker\.io\/)?(?:library\/)?([^\s"']+?):?(?:[\s"']|$)/i,
    means: ([, image = ""]) => AvbError.of("IMAGE_ABSENT", { image }),
  },
  {
    words: /container name "\/?([^"]+)" is already in use/i,
    means: ([, name = ""]) => AvbError.of("CONTAINER_NAME_TAKEN", { name }),
  },
  {
    words: /container "?(\S+?)"? is (not running|paused|restarting)/i,
    means: ([, id = "", state = ""]) => AvbError.of("CONTAINER_NOT_RUNNING", { id: shortId(id), state }),
  },
  {
    words: /no such container:? "?([\w.-]+)|no container with name or id "([\w.-]+)"/i,
    means: ([, docker, podman]) => AvbError.of("CONTAINER_GONE", { id: shortId(docker ?? podman ?? "") }),
  },
];

const portLost = (port: string, why: string): AvbError =>
  AvbError.of("PORT_LOST", { port, why, slot: String(anotherSlot(slotOfPort(Number(port)))) });

/** The error that an engine's refusal means, where its words are known. */
export function refusalOf(why: string): AvbError | undefined {
  for (const { words, means } of REFUSALS) {
    const found = words.exec(why);
    if (found !== null) return means(found, why);
  }
  return undefined;
}

/** Engines put the cause last: `failed to set up …: failed to bind …: address already in use`. */
const lastPart = (why: string): string => why.slice(why.lastIndexOf(": ") + 1).trim() || why;

const shortId = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id);
