import type { PeerCertificate } from "node:tls";
import { certificateCode, type ShownCertificate, UntrustedCertificate } from "../domain/untrusted-certificate.ts";

/** For a second look at a server that has answered a moment ago (ms). */
const LOOK_MS = 3000;
const HTTPS = 443;

/** The error in words where it says that the server's certificate is not trusted, any other error as it is. */
export async function certificateTold(error: unknown, url: string): Promise<unknown> {
  const code = certificateCode(error);
  if (code === undefined || error instanceof UntrustedCertificate) return error;
  const { hostname, port } = new URL(url);
  const place = { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) || HTTPS };
  const certificate = await shownAt(place).catch(() => undefined);
  return new UntrustedCertificate({ code, at: `${hostname}:${place.port}`, certificate });
}

/** Node closes the connection before one can look, so the server is asked a second time; it is told nothing. */
async function shownAt({ host, port }: { readonly host: string; readonly port: number }): Promise<ShownCertificate> {
  const { connect } = await import("node:tls");
  const { isIP } = await import("node:net");
  const name = isIP(host) === 0 ? { servername: host } : {};
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...name, rejectUnauthorized: false }, () => {
      resolve(shown(socket.getPeerCertificate()));
      socket.destroy();
    });
    socket.setTimeout(LOOK_MS, () => socket.destroy(new Error(`no certificate within ${LOOK_MS} ms`)));
    socket.on("error", reject);
  });
}

const shown = ({ subject, issuer, subjectaltname, valid_from, valid_to }: PeerCertificate): ShownCertificate => ({
  ...{ subject: nameIn(subject), issuer: nameIn(issuer), names: subjectaltname ?? nameIn(subject) },
  ...{ from: valid_from, until: valid_to },
});

/** The common name, or the organization's where there is none. */
function nameIn(names: PeerCertificate["subject"] | undefined): string {
  const { CN, O } = Object(names);
  return String([CN ?? O].flat()[0] ?? "nobody");
}
