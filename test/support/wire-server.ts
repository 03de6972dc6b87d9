import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What a server of this machine does with each piece that it is sent; an answer of undefined is none. */
export type WireScript = (received: Buffer, at: number, socket: Socket) => Buffer | string | undefined;

/** A server that speaks by a script, on a port of its own. */
export async function wireServer(script: WireScript): Promise<{ readonly port: number; readonly received: Buffer[] }> {
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      received.push(chunk);
      const answer = script(chunk, received.length - 1, socket);
      if (answer !== undefined) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, received };
}

const framed = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const short = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
/** PostgreSQL's numbers of two types (pg_type.dat). */
const [INT4, BOOL] = [23, 16];

/** Messages of PostgreSQL's, as a server sends them. */
export const pg = {
  asks: (kind: number, rest: Buffer = Buffer.alloc(0)) => framed("R", Buffer.concat([int(kind), rest])),
  ready: () => framed("Z", Buffer.from("I")),
  error: (code: string) => framed("E", Buffer.from(`SFATAL\0C${code}\0Msomebody's secret text\0\0`)),
  /** A whole answer to the question of a login: its columns, one row of them, and its end. */
  row: (...columns: readonly string[]) => {
    const fields = ["one", "superuser", "createrole", "createdb", "replication", "bypassrls"].slice(0, columns.length);
    const described = fields.map((name, at) =>
      Buffer.concat([
        Buffer.from(`${name}\0`),
        int(0),
        short(0),
        int(at === 0 ? INT4 : BOOL),
        short(1),
        int(-1),
        short(0),
      ]),
    );
    const values = columns.flatMap((one) => [int(one.length), Buffer.from(one)]);
    return Buffer.concat([
      framed("T", Buffer.concat([short(fields.length), ...described])),
      framed("D", Buffer.concat([short(columns.length), ...values])),
      framed("C", Buffer.from("SELECT 1\0")),
    ]);
  },
};
