import type { ContainerLine } from "../domain/containers.ts";
import { milliseconds } from "./container-view.ts";
import { demultiplexer } from "./multiplex.ts";

/** A line that grows beyond this is passed on in parts. */
const MOST_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
const STAMP = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?/;
const LONGEST_STAMP = 40;

type Stream = ContainerLine["stream"];

/** The beginning of a line; without a time where the line's own still stands in its bytes. */
interface Held {
  readonly atMs?: number;
  readonly parts: Buffer[];
  bytes: number;
}

/**
 * Turns what the engine sends for `timestamps=1` into lines. A line of more than 16 KiB comes as several messages, each
 * with a time of its own, of which the first is the line's; without messages (a terminal) only lines have a time.
 */
export function logLines(line: (line: ContainerLine) => void): { hear(chunk: Buffer): void; end(): void } {
  const held = new Map<Stream, Held>();
  const pass = (stream: Stream) => {
    const one = held.get(stream);
    if (one !== undefined) line({ stream, ...lineOf(one) });
    held.delete(stream);
  };
  const hold = (stream: Stream, piece: Buffer, stamped: boolean) => {
    const stamp = stamped ? stampOf(piece) : { length: 0 };
    const one = held.get(stream) ?? { ...stamp, parts: [], bytes: 0 };
    one.parts.push(piece.subarray(stamp.length));
    one.bytes += piece.length;
    held.set(stream, one);
    if (one.bytes > MOST_BYTES) pass(stream);
  };
  const hear = demultiplexer((stream, bytes, whole) => {
    let rest = bytes;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      hold(stream, rest.subarray(0, end), whole);
      pass(stream);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) hold(stream, rest, whole);
  });
  return { hear, end: () => ["stdout" as const, "stderr" as const].forEach(pass) };
}

function lineOf({ atMs, parts }: Held): Omit<ContainerLine, "stream"> {
  const bytes = Buffer.concat(parts);
  const stamp = atMs === undefined ? stampOf(bytes) : { atMs, length: 0 };
  return { atMs: stamp.atMs, text: bytes.subarray(stamp.length).toString("utf8").replace(/\r$/, "") };
}

function stampOf(bytes: Buffer): { readonly atMs: number; readonly length: number } {
  const [stamp = "", time = ""] = STAMP.exec(bytes.toString("latin1", 0, LONGEST_STAMP)) ?? [];
  return { atMs: milliseconds(time), length: stamp.length };
}
