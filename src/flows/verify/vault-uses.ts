import { ServiceRefusal } from "../../domain/refusal.ts";
import { askVault } from "../../services/vault/ask.ts";
import { isRecord } from "../../services/vault/document-fields.ts";
import { done, type SignedIn } from "./vault-bearer.ts";

/** How a right is really used: answers what was wrong, or nothing. `secrets` are the paths of secrets that are there. */
type Use = (who: SignedIn, path: string, secrets: readonly string[]) => Promise<string | undefined>;

/** Text that nobody takes for a secret, in base64. */
const PLAINTEXT = "YXZiLXZlcmlmeQ==";

/** By the beginning of a rule's path; database users have a page of their own. */
const USES: readonly (readonly [begins: RegExp, use: Use])[] = [
  [/^[^/]+\/data\//, readSecret],
  [
    /^transit\/encrypt\//,
    async (who, path) => ((await encrypt(who, path)).startsWith("vault:") ? undefined : "no ciphertext"),
  ],
  [/^transit\/decrypt\//, roundTrip],
  [/^pki\/issue\//, issue],
];

/** The way to try a rule, where there is one. */
export const useOf = (path: string): Use | undefined => USES.find(([begins]) => begins.test(path))?.[1];

async function readSecret({ place }: SignedIn, path: string, secrets: readonly string[]): Promise<string | undefined> {
  const known = secrets.find((one) => one.startsWith(path.replace(/\*$/, "")));
  if (known === undefined) return "there is no secret below it to read";
  const { body } = await done(place, "GET", known);
  const data = isRecord(body.data) && isRecord(body.data.data) ? body.data.data : {};
  return Object.keys(data).length > 0 ? undefined : `${known} holds nothing`;
}

async function encrypt({ place }: SignedIn, path: string): Promise<string> {
  const { body } = await done(place, "POST", path, { plaintext: PLAINTEXT });
  return isRecord(body.data) ? String(body.data.ciphertext) : "";
}

async function roundTrip(who: SignedIn, path: string): Promise<string | undefined> {
  const ciphertext = await encrypt(who, path.replace("/decrypt/", "/encrypt/"));
  const { body } = await done(who.place, "POST", path, { ciphertext });
  const plaintext = isRecord(body.data) ? body.data.plaintext : undefined;
  return plaintext === PLAINTEXT ? undefined : "it decrypted to another text";
}

/** A certificate for the role's own name, signed by the intermediate; one for another name is refused. */
async function issue({ place }: SignedIn, path: string): Promise<string | undefined> {
  const name = path.split("/").at(-1) ?? "";
  const { body } = await done(place, "POST", path, { common_name: name, ttl: "1m" });
  const { certificate, issuing_ca: authority } = isRecord(body.data) ? body.data : {};
  if (!String(certificate).startsWith("-----BEGIN CERTIFICATE-----")) return "it answered no certificate";
  if (!String(authority).startsWith("-----BEGIN CERTIFICATE-----")) return "it answered no authority";
  const foreign = { method: "POST", path, body: { common_name: "elsewhere.example", ttl: "1m" } } as const;
  const reply = await askVault(place, foreign);
  if (reply.status >= 500) throw new ServiceRefusal(`it answered ${reply.status}`, reply.status);
  return reply.status === 400 ? undefined : "it issues certificates for names of others";
}
