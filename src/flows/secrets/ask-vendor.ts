import { jsonOf, ruleFor, strange } from "../../credentials/live/judge.ts";
import type { Asking, LiveCheck, LiveQuestion, LiveRequest } from "../../credentials/live/question.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import type { LiveState } from "../../domain/live-verdict.ts";
import { isLoopbackBase } from "../../domain/loopback.ts";
import { printable } from "../../domain/printable.ts";
import { certificateCode } from "../../domain/untrusted-certificate.ts";
import type { HttpAnswer, World } from "../../domain/world.ts";

/** How long one waits for vendors. */
export interface VendorPatience {
  readonly signal: AbortSignal;
  /** For each request (ms); ten seconds unless it is said. */
  readonly deadlineMs?: number;
}

/** What a vendor's answers came to. */
export interface VendorWord {
  readonly state: LiveState;
  readonly says: string;
  readonly missing?: readonly string[];
  readonly granted?: readonly string[];
  /** The vendor's account that it belongs to. */
  readonly account?: string;
}

const DEADLINE_MS = 10_000;
const PAUSE_MS = 300;
/** Another server for every vendor, on this machine alone; the vendor's host is the first part of the path. */
const OWN_BASE = "AVB_VENDORS_URL";

/** Asks a check's questions until one of them decides; an answer that no rule knows is indeterminate. */
export async function askVendor(
  world: World,
  { check, asking }: { readonly check: LiveCheck; readonly asking: Asking },
  patience: VendorPatience,
): Promise<VendorWord> {
  let before: readonly unknown[] = [];
  for (const question of check.questions) {
    const request = question.request({ ...asking, before });
    if (typeof request === "string") return unknown(request);
    const answer = await vendorAnswer(world, request, patience);
    if (typeof answer === "string") return unknown(`${request.host} ${answer}`);
    const word = wordOf(question, answer);
    if (word !== "next") return word;
    before = [jsonOf(answer), ...before];
  }
  return unknown("got no answer that decides");
}

function wordOf({ rules, granted, account }: LiveQuestion, answer: HttpAnswer): VendorWord | "next" {
  const rule = ruleFor(rules, answer);
  if (rule === undefined) return unknown(strange(answer));
  const { means: state, says, missing = [] } = rule;
  if (state === "next") return state;
  if (state !== "valid") return { state, says, missing };
  const told = granted?.(jsonOf(answer), answer.headers);
  const whose = account?.(jsonOf(answer));
  return { state, says, missing, ...(told && { granted: told }), ...(whose && { account: whose }) };
}

const unknown = (says: string): VendorWord => ({ state: "indeterminate", says });

/**
 * The answer, or in words why there is none. A vendor in trouble (5xx) is asked once more, a refusal is final; what must not be done
 * twice is asked `once`.
 */
export async function vendorAnswer(
  world: World,
  request: LiveRequest,
  patience: VendorPatience & { readonly once?: boolean },
): Promise<HttpAnswer | string> {
  const first = await once(world, request, patience);
  if (typeof first === "string" || first.status < 500 || patience.once) return first;
  await world.clock.sleep(PAUSE_MS, patience.signal);
  return once(world, request, patience);
}

async function once(
  { outside, host }: World,
  { host: vendor, path, method, headers = {}, body }: LiveRequest,
  { signal, deadlineMs = DEADLINE_MS }: VendorPatience,
): Promise<HttpAnswer | string> {
  const url = `${baseFor(host.env[OWN_BASE], vendor)}${path}`;
  const length = body === undefined ? {} : { "Content-Length": String(new TextEncoder().encode(body).length) };
  const options = { url, headers: { ...headers, ...length }, timeoutMs: deadlineMs, signal };
  return outside
    .request({ ...options, ...(method && { method }), ...(body !== undefined && { body }) })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      return silenceOf(error, deadlineMs);
    });
}

/** A local server may stand in for the vendors; anywhere else the secrets would go to somebody else (VARIABLE_INVALID). */
function baseFor(own: string | undefined, vendor: string): string {
  if (!own) return `https://${vendor}`;
  if (isLoopbackBase(own)) return `${own}/${vendor}`;
  const allowed = "the address of a server of this machine, such as http://127.0.0.1:8099";
  throw AvbError.of("VARIABLE_INVALID", { variable: OWN_BASE, allowed, got: printable(own) });
}

const OFFLINE = ["ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"];

/** Why there was no answer, without a word of the error: that may hold the request. */
function silenceOf(error: unknown, deadlineMs: number): string {
  const { code, message } = Object(error);
  if (OFFLINE.includes(code)) return "cannot be reached, so this machine is probably offline";
  if (code === "ECONNREFUSED") return "takes no connection";
  if (certificateCode(error) !== undefined) return "shows a certificate that is not trusted here";
  if (/^no answer within/.test(String(message))) return `gave no answer within ${deadlineMs} ms`;
  return "broke off its answer";
}
