import { printable } from "./printable.ts";

/** What a server showed of itself; texts are the server's own. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** The names and addresses that it was made for. */
  readonly names: string;
  /** The time that it holds from, and until. */
  readonly from: string;
  readonly until: string;
}

/** A connection over TLS that came to nothing, and what the server had shown; no certificate where it did not show it again. */
export interface UntrustedServer {
  /** Node's code of the refusal (Node's documentation, "X509 certificate error codes"). */
  readonly code: string;
  /** Host and port. */
  readonly at: string;
  readonly certificate?: ShownCertificate | undefined;
}

interface Reason {
  readonly why: (shown: ShownCertificate) => string;
  readonly fix: string;
}

const LONGEST = 200;
const text = (words: string): string => printable(words, LONGEST);

const REASONS: Readonly<Record<string, Reason>> = {
  CERT_HAS_EXPIRED: { why: ({ until }) => `held until ${text(until)}`, fix: "have the server's certificate renewed" },
  CERT_NOT_YET_VALID: {
    why: ({ from }) => `holds from ${text(from)} on`,
    fix: "set this machine's clock, or have the certificate made anew",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    why: ({ names }) => `is for ${text(names)}`,
    fix: "ask the server by a name that its certificate is for",
  },
};

const UNKNOWN_SIGNER: Reason = {
  why: () => "was signed by nobody whom this machine trusts",
  fix: "name the file of the authority that signed it: export NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
};

/** A server whose certificate is not trusted here: nothing was sent to it. The message names the certificate and why. */
export class UntrustedCertificate extends Error {
  readonly code: string;
  /** What helps. */
  readonly fix: string;

  constructor({ code, at, certificate }: UntrustedServer) {
    const reason = REASONS[code] ?? UNKNOWN_SIGNER;
    const named =
      certificate === undefined
        ? `a certificate that is not trusted here (${code})`
        : `the certificate of ${text(certificate.subject)}, signed by ${text(certificate.issuer)}, which ${reason.why(certificate)} (${code})`;
    super(`${at} shows ${named}; nothing was sent to it`);
    this.name = "UntrustedCertificate";
    this.code = code;
    this.fix = reason.fix;
  }
}

const REFUSED = /^(?:CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF|UNABLE_TO_|ERR_TLS_CERT)/;

/** Node's code where an error says that a certificate is not trusted; undefined for any other error. */
export function certificateCode(error: unknown): string | undefined {
  const { code } = Object(error);
  return typeof code === "string" && REFUSED.test(code) ? code : undefined;
}
