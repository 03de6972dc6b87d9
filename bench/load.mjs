// A client that costs little: keep-alive connections over bare sockets, one request under way on each.
import { connect } from "node:net";

/**
 * Over `seconds`, after a warm-up of a second: answers a second, and answers per second of processor that the server used
 * (`cpu` tells how much it has used), which a busy machine changes little. Throws when an answer is not 200.
 */
export async function rate({ port, request, seconds, cpu, connections = 16 }) {
  const counts = { done: 0 };
  const sockets = Array.from({ length: connections }, () => talk(port, request, counts));
  try {
    await wait(1, counts);
    const [before, used, began] = [counts.done, cpu(), process.hrtime.bigint()];
    await wait(seconds, counts);
    const done = counts.done - before;
    const taken = Number(process.hrtime.bigint() - began) / 1e9;
    return { done, aSecond: done / taken, perCore: done / (cpu() - used) };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function talk(port, request, counts) {
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  const failed = (why) => {
    counts.error ??= new Error(why);
    socket.destroy();
  };
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    text += chunk;
    const end = endOf(text);
    if (end === undefined || text.length < end) return;
    if (!text.startsWith("HTTP/1.1 200")) return failed(text.slice(0, 300));
    text = text.slice(end);
    counts.done += 1;
    socket.write(request);
  });
  socket.on("error", (error) => failed(error.message));
  return socket;
}

/** Where the first answer in the text ends, by its content-length. */
function endOf(text) {
  const body = text.indexOf("\r\n\r\n") + 4;
  if (body < 4) return undefined;
  return body + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
}

async function wait(seconds, counts) {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  if (counts.error !== undefined) throw counts.error;
}
