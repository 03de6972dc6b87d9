import type { ContainerLine } from "../domain/containers.ts";

/** Bytes that a container wrote to one of its streams; `whole` when the engine framed them as one message. */
export type Heard = (stream: ContainerLine["stream"], bytes: Buffer, whole: boolean) => void;

const HEADER = 8;
const STDERR = 2;
/** Standard input, output, error, and errors of the engine itself. */
const STREAMS = 4;

/**
 * Takes apart a stream in which each message has a header of 8 bytes: the stream's number, three zeros, the length.
 * A container with a terminal writes without headers (Engine API, "attach to a container").
 */
export function demultiplexer(heard: Heard): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let framed: boolean | undefined;
  return (chunk) => {
    framed ??= chunk.readUInt8(0) < STREAMS;
    if (framed) rest = takeFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), heard);
    else heard("stdout", chunk, false);
  };
}

/** Answers what is left: the beginning of a frame whose end is still to come. */
function takeFrames(bytes: Buffer, heard: Heard): Buffer {
  let rest = bytes;
  for (let end = endOf(rest); end <= rest.length; end = endOf(rest)) {
    heard(rest.readUInt8(0) < STDERR ? "stdout" : "stderr", rest.subarray(HEADER, end), true);
    rest = rest.subarray(end);
  }
  return rest;
}

const endOf = (bytes: Buffer): number =>
  bytes.length < HEADER ? Number.POSITIVE_INFINITY : HEADER + bytes.readUInt32BE(4);
