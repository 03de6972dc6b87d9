import type { LoginAnswer } from "../domain/server-logins.ts";
import { certificateCode } from "../domain/untrusted-certificate.ts";

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known here",
  EAI_AGAIN: "its name could not be looked up, so this machine is probably offline",
  ENETUNREACH: "there is no way to it from here",
  EHOSTUNREACH: "there is no way to it from here",
  ETIMEDOUT: "no connection came about",
  ECONNRESET: "it broke off the connection",
};

/** Why there was no answer, without a word of the error beyond its kind. */
export function silenceOf(error: unknown): LoginAnswer {
  const { code, message } = Object(error);
  const known = CODES[String(code)];
  if (known !== undefined) return { state: "silent", detail: known };
  const words = String(message);
  if (certificateCode(error) !== undefined) return { state: "unsafe", detail: "its certificate is not trusted here" };
  if (/^no answer within|^it closed the connection$/.test(words)) return { state: "silent", detail: words };
  if (/^(?:ERR_SSL|EPROTO|ERR_TLS)/.test(String(code)))
    return { state: "strange", detail: "it does not speak TLS as it should" };
  return { state: "strange", detail: "what answers there is another kind of server" };
}
