import { jsonOf, strange } from "../../credentials/live/judge.ts";
import type { QuotaAsking, QuotaSource } from "../../credentials/quota/source.ts";
import { QUOTA_SOURCES } from "../../credentials/quota/sources.ts";
import type { Credential } from "../../domain/credential.ts";
import type { StoreId, StoreLook } from "../../domain/credential-store.ts";
import { AvbError } from "../../domain/errors/avb-error.ts";
import { isBroken, type QuotaFinding } from "../../domain/quota-finding.ts";
import type { HttpAnswer } from "../../domain/world.ts";
import { type VendorPatience, vendorAnswer } from "./ask-vendor.ts";
import { chooseHere } from "./known-credentials.ts";
import { tokenOf } from "./live-check.ts";
import type { Secrets } from "./open-secrets.ts";
import { standingOf } from "./standing.ts";
import type { StoreTools } from "./store-tools.ts";
import { openStore } from "./stores.ts";

/** What the vendors say of the quotas of one credential. */
export interface LiveQuota {
  readonly id: string;
  readonly findings: readonly QuotaFinding[];
}

const PROJECT = "OPENAI_PROJECT_ID";
const PLAIN_ID = /^[\w.-]{1,128}$/;

/** Compares the quota table with what the vendors' APIs tell; a key that may not ask is told, and is no fault. */
export async function liveQuotas(
  { all, tools }: Secrets,
  store: StoreId,
  patience: VendorPatience,
): Promise<readonly LiveQuota[]> {
  const wanted = chooseHere(all, [], tools.environment).filter(({ quota }) => quota !== undefined);
  const looks = await openStore(tools, store).look(wanted);
  return Promise.all(
    wanted.map(async (credential) => {
      const sources = QUOTA_SOURCES.filter(({ id }) => id === credential.id);
      const asked = { tools, credential, look: looks.get(credential.id), patience };
      const findings = await Promise.all(sources.map((source) => findingOf(source, asked)));
      const none = { what: "quota", state: "unknown", says: "no API of the vendor's tells it" } as const;
      return { id: credential.id, findings: findings.length === 0 ? [none] : findings };
    }),
  );
}

interface Asked {
  readonly tools: StoreTools;
  readonly credential: Credential;
  readonly look: StoreLook | undefined;
  readonly patience: VendorPatience;
}

async function findingOf(source: QuotaSource, asked: Asked): Promise<QuotaFinding> {
  const { what } = source;
  const unknown = (says: string): QuotaFinding => ({ what, state: "unknown", says });
  const parts = await partsOf(source, asked);
  if (typeof parts === "string") return unknown(parts);
  const answer = await lastAnswer(source, asked, parts);
  if (typeof answer === "string") return unknown(answer);
  const found = source.read(answer, asked.credential.quota?.limits ?? {});
  if (found !== undefined) return { what, ...found };
  const { status } = answer;
  return unknown(status === 401 || status === 403 ? `may not be read with this key (${status})` : strange(answer));
}

/** The values that are asked with, or in words what is missing. */
async function partsOf(
  source: QuotaSource,
  { tools, credential, look }: Asked,
): Promise<QuotaAsking["parts"] | string> {
  const { parts: wanted = {}, admin, orKey, signs } = source;
  const { fields } = standingOf(credential, look, tools.environment);
  const held = look?.state === "present" ? look.found.fields : {};
  const own = Object.entries(wanted).map(([part, format]) => {
    const name = credential.fields.find((one) => one.format === format)?.name ?? "";
    const isGood = fields.some(({ field, state }) => field === name && state === "good");
    return [part, isGood ? (held[name]?.reveal() ?? "") : ""] as const;
  });
  const key = admin === undefined ? undefined : tools.world.host.env[admin.variable];
  const isAdmin = admin !== undefined && key !== undefined && admin.form.test(key);
  if (admin !== undefined && !isAdmin && (orKey === undefined || key)) return `${admin.variable} holds no admin key`;
  if (own.some(([part, value]) => value === "" && !(isAdmin && part === orKey)))
    return `${credential.id} is not stored here`;
  const parts = { ...Object.fromEntries(own), ...(isAdmin && { admin: key }) };
  const token = await tokenOf(tools, signs === undefined ? {} : { signs }, parts);
  return token === undefined ? "the key is no RSA private key" : { ...parts, token };
}

async function lastAnswer(
  { requests, after }: QuotaSource,
  { tools: { world }, patience }: Asked,
  parts: QuotaAsking["parts"],
): Promise<HttpAnswer | string> {
  const project = world.host.env[PROJECT] ?? "";
  const now = new Date(world.clock.now());
  const monthStart = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString();
  let asking: QuotaAsking = { parts, project: PLAIN_ID.test(project) ? project : "", monthStart, before: [] };
  let last: HttpAnswer | string = "nothing is asked";
  for (const request of requests) {
    const next = request(asking);
    last = typeof next === "string" ? next : await told(world, next, patience);
    if (typeof last === "string" || last.status >= 300) break;
    asking = { ...asking, before: [jsonOf(last), ...asking.before] };
  }
  const back = after?.(asking);
  if (back !== undefined) await vendorAnswer(world, back, patience);
  return last;
}

async function told(
  world: StoreTools["world"],
  request: Parameters<typeof vendorAnswer>[1],
  patience: VendorPatience,
): Promise<HttpAnswer | string> {
  const answer = await vendorAnswer(world, request, patience);
  return typeof answer === "string" ? `${request.host} ${answer}` : answer;
}

/** QUOTA_BROKEN (14) where the table promises what no vendor keeps. */
export function requireKept(quotas: readonly LiveQuota[]): void {
  const broken = quotas.flatMap(({ id, findings }) =>
    findings.filter(isBroken).map(({ what, state }) => ({ id, text: `${what} of ${id} (${state})` })),
  );
  const [first] = broken;
  if (first === undefined) return;
  const things = broken.map(({ text }) => text).join(", ");
  const count = broken.length === 1 ? "one figure" : `${broken.length} figures`;
  throw AvbError.of("QUOTA_BROKEN", { count, things, first: first.id });
}
