import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { onTestFinished } from "vitest";

/** A server behind TLS, with a certificate that an authority of the test's own has signed for `localhost`. */
export interface TlsFront {
  readonly url: string;
  readonly port: number;
  /** The authority's certificate. */
  readonly authority: string;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"] as const;
const WHEN = { now: ["-days", "2"], past: ["-days", "-1"] } as const;

/** Puts TLS before a plain server of this machine; `past` is a certificate that expired yesterday. */
export async function tlsFront(target: string, when: keyof typeof WHEN = "now"): Promise<TlsFront> {
  const folder = mkdtempSync(join(tmpdir(), "avb-tls-"));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const authority = file("ca.pem");
  openssl(
    "req",
    "-x509",
    ...KEY,
    "-keyout",
    file("ca.key"),
    "-out",
    authority,
    "-days",
    "2",
    "-subj",
    "/CN=Shop Test CA",
  );
  openssl("req", ...KEY, "-keyout", file("server.key"), "-out", file("server.csr"), "-subj", "/CN=store.example");
  writeFileSync(file("names"), "subjectAltName=DNS:localhost\n");
  const signed = [
    "-CA",
    authority,
    "-CAkey",
    file("ca.key"),
    "-CAcreateserial",
    "-extfile",
    file("names"),
    ...WHEN[when],
  ];
  openssl("x509", "-req", "-in", file("server.csr"), "-out", file("server.pem"), ...signed);
  const { hostname, port } = new URL(target);
  const [key, cert] = [readFileSync(file("server.key")), readFileSync(file("server.pem"))];
  const server = createServer({ key, cert }, (socket) => {
    const inner = connect(Number(port), hostname);
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const)
      one.on("error", () => other.destroy()).pipe(other);
  });
  server.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const own = (server.address() as AddressInfo).port;
  return { url: `https://localhost:${own}`, port: own, authority };
}
