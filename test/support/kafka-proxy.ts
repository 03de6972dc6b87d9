import type { Socket } from "node:net";
import { type Fault, type FaultyProxy, listening, serverEnd } from "./faulty-proxy.ts";

/** The requests that avb sends, by their number (Kafka protocol, "API keys"). */
const NAMES: Readonly<Record<number, string>> = {
  ...{ 3: "Metadata", 18: "ApiVersions", 19: "CreateTopics", 20: "DeleteTopics", 32: "DescribeConfigs" },
  ...{ 44: "IncrementalAlterConfigs", 60: "DescribeCluster", 75: "DescribeTopicPartitions" },
};

/**
 * A proxy before a Kafka broker, which reads the name of each request. A broker tells its own address, so the proxy writes its
 * own port in place of the broker's wherever that stands behind the host: both are four bytes.
 */
export async function kafkaProxy(port: number, fault: FaultyProxy["fault"] = () => "pass"): Promise<FaultyProxy> {
  const proxy = { port: 0, seen: [] as string[], fault };
  proxy.port = await listening((client) => {
    const upstream = serverEnd(client, port);
    const frames = framer((frame) => {
      const name = NAMES[frame.readInt16BE(4)] ?? `api ${frame.readInt16BE(4)}`;
      proxy.seen.push(name);
      const does = proxy.fault(name);
      if (does === "pass") upstream.write(frame);
      else spoil(client, does);
    });
    client.on("data", frames);
    const answers = framer((frame) => void client.write(withPort(frame, port, proxy.port)));
    upstream.on("data", answers);
    upstream.on("close", () => client.destroy());
  });
  return proxy;
}

/** What is left of an answer of a broker that dies in the middle of it: a length, and less than that. */
const CUT = Buffer.from([0, 0, 1, 0, 0, 0]);

function spoil(client: Socket, does: Exclude<Fault, "pass">): void {
  if (does === "cut") client.write(CUT, () => client.destroy());
  else if (does !== "silent") client.destroy();
}

/** Collects bytes until a whole message is there: its length comes first. */
function framer(whole: (frame: Buffer) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
      const end = 4 + held.readInt32BE(0);
      whole(held.subarray(0, end));
      held = held.subarray(end);
    }
  };
}

function withPort(frame: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.from(frame);
  const told = Buffer.alloc(4);
  told.writeInt32BE(from);
  for (const host of ["localhost", "127.0.0.1"]) {
    const wanted = Buffer.concat([Buffer.from(host), told]);
    for (let at = copy.indexOf(wanted); at >= 0; at = copy.indexOf(wanted, at + 1))
      copy.writeInt32BE(to, at + host.length);
  }
  return copy;
}
