import { expect, onTestFinished } from "vitest";
import { goodFor } from "./credential-samples.ts";
import { piped } from "./piped-avb.ts";
import { avbHome } from "./run-avb.ts";
import type { TlsFront } from "./tls-front.ts";

type Variables = Readonly<Record<string, string>>;

/** Stores a key through a process of avb's own, whose variables are these. */
export async function storedWith(store: string, env: Variables) {
  const home = avbHome();
  onTestFinished(() => home.remove());
  const run = await piped(home, ["secrets", "set", "openai", "--store", store], goodFor("openai-key"), env);
  return { status: run.status, stderr: run.stderr };
}

/** Without the authority nothing is sent, and the certificate is named; with it the value is stored. */
export async function expectTrustedByName(store: string, front: TlsFront, env: Variables): Promise<void> {
  const unknown = await storedWith(store, env);
  expect(unknown.stderr).toMatch(
    new RegExp(
      `${store} is not who it should be: localhost:${front.port} shows the certificate of store\\.example, signed by Shop Test CA, which was signed by nobody whom this machine trusts.*\\[STORE_CERTIFICATE\\]`,
    ),
  );
  expect(unknown.stderr).toContain("export NODE_EXTRA_CA_CERTS=/path/to/ca.pem");
  expect(unknown.status).toBe(10);
  const known = await storedWith(store, { ...env, NODE_EXTRA_CA_CERTS: front.authority });
  expect(known.status, known.stderr).toBe(0);
}
