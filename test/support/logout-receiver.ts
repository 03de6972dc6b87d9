import { once } from "node:events";
import { createServer } from "node:http";

/** An application's back-channel logout address, which keeps what it is sent. */
export interface LogoutReceiver {
  readonly uri: string;
  /** The logout tokens in the order they came. */
  readonly tokens: readonly string[];
  close(): void;
}

/** Listens on a free port of loopback and answers 200. */
export async function logoutReceiver(): Promise<LogoutReceiver> {
  const tokens: string[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    tokens.push(new URLSearchParams(Buffer.concat(chunks).toString("utf8")).get("logout_token") ?? "");
    res.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { uri: `http://127.0.0.1:${port}/logout`, tokens, close: () => void server.close() };
}
