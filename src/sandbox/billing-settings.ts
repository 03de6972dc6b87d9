import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { Files } from "../domain/world.ts";
import type { WebhookSigner } from "./billing/webhooks/signature.ts";

/** What the billing API in a container of its own is told; the variables have the names that Lago's own containers have. */
export interface BillingSettings {
  /** Inside the container. */
  readonly port: number;
  /** Where applications on the machine find it. */
  readonly address: string;
  /** Values of the Host header under which it answers. */
  readonly names: readonly string[];
  readonly key: string;
  readonly folder: string;
  readonly signer: WebhookSigner;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Lago's API listens there (upstream docker-compose.yml). */
const PORT = 3000;
/** What the container is called on its networks, and by its own healthcheck. */
const OWN_NAMES = ["lago-api", "lago", "localhost", "127.0.0.1"];

/** Reads the settings: secrets from files that `*_FILE` names. Rejects with what is wrong, never with a value. */
export async function readBillingSettings(env: Environment, files: Pick<Files, "read">): Promise<BillingSettings> {
  const address = setting(env, "LAGO_API_URL");
  if (!URL.canParse(address)) throw new Error("LAGO_API_URL is no address");
  const { port } = new URL(address);
  const outside = ["localhost", "127.0.0.1", "[::1]", "host.docker.internal"].map((name) => `${name}:${port}`);
  const key = await fileOf(env, files, "LAGO_ORG_API_KEY_FILE");
  const pem = Buffer.from(await fileOf(env, files, "LAGO_RSA_PRIVATE_KEY_FILE"), "base64").toString("utf8");
  return {
    ...{ port: PORT, address, key, folder: setting(env, "AVB_BILLING_FOLDER") },
    names: [...OWN_NAMES.map((name) => `${name}:${PORT}`), ...outside],
    signer: signerOf(pem),
  };
}

function setting(env: Environment, name: string): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

async function fileOf(env: Environment, files: Pick<Files, "read">, name: string): Promise<string> {
  const text = await files.read(setting(env, name));
  if (text === undefined || text.trim() === "") throw new Error(`the file that ${name} names is missing or empty`);
  return text.trim();
}

function signerOf(pem: string): WebhookSigner {
  try {
    const key = createPrivateKey(pem);
    const publicKey = createPublicKey(key);
    const kid = createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("base64url");
    return { alg: "RS256", kid: kid.slice(0, 22), key, publicKey };
  } catch {
    throw new Error("LAGO_RSA_PRIVATE_KEY_FILE holds no RSA key: the base64 of a PEM is wanted");
  }
}
