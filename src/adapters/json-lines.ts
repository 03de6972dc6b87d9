import { Readable } from "node:stream";
import { refusalOf } from "../domain/engine-refusals.ts";
import type { AvbError } from "../domain/errors/avb-error.ts";
import type { Deadline } from "./deadline.ts";

type Event = Readonly<Record<string, unknown>>;

/**
 * What the engine reports while it pulls or builds: each event begins the deadline again, and the event of a failure is
 * thrown as the error that its words mean, or as the caller's own.
 */
export async function* eventsOf(
  stream: NodeJS.ReadableStream,
  deadline: Deadline,
  failure: (why: string) => AvbError,
): AsyncGenerator<Event> {
  for await (const event of jsonLines(readable(stream))) {
    deadline.renew();
    const why = errorIn(event);
    if (why !== undefined) throw refusalOf(why) ?? failure(why);
    yield event;
  }
}

const readable = (stream: NodeJS.ReadableStream): Readable =>
  stream instanceof Readable ? stream : new Readable().wrap(stream);

/** The objects of a stream that has one in each line; a line that is no JSON gives an empty one. */
async function* jsonLines(stream: Readable): AsyncGenerator<Event> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield parsed(line);
  }
  if (rest !== "") yield parsed(rest);
}

function parsed(line: string): Event {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

function errorIn({ error, errorDetail }: Event): string | undefined {
  const { message } = Object(errorDetail) as Record<string, unknown>;
  const said = message ?? error;
  return typeof said === "string" ? said.replace(/\s+/g, " ").trim() : undefined;
}
