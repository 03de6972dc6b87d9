import type { SecretClient, SecretClientOptions } from "@azure/keyvault-secrets";
import { isLoopbackUrl } from "../domain/loopback.ts";

/** Whoever the client logs in as. */
export type Credential = ConstructorParameters<typeof SecretClient>[1];

/** Attempts after the first one, and the pauses between them (ms), each twice the one before. */
const RETRIES = 5;
const PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;

type Policies = NonNullable<SecretClientOptions["additionalPolicies"]>;

/** A vault that asks for fewer requests and does not say when it takes them again: the client would not ask again at all. */
function patience(): Policies[number]["policy"] {
  const asked = new WeakMap<object, number>();
  return {
    name: "avbPatience",
    sendRequest: async (request, next) => {
      const answer = await next(request);
      if (answer.status !== 429 || answer.headers.has("retry-after") || answer.headers.has("retry-after-ms"))
        return answer;
      const before = asked.get(request) ?? 0;
      asked.set(request, before + 1);
      answer.headers.set("retry-after-ms", String(PAUSE_MS * 2 ** before));
      return answer;
    },
  };
}

/** What a vault's client is made with. A server of this machine is no vault of Azure's: it has neither a certificate nor Azure's domain. */
export const settingsFor = (vaultUrl: string): SecretClientOptions => ({
  retryOptions: { maxRetries: RETRIES, retryDelayInMs: PAUSE_MS, maxRetryDelayInMs: LONGEST_PAUSE_MS },
  additionalPolicies: [{ policy: patience(), position: "perRetry" }],
  ...(isLoopbackUrl(vaultUrl) && { disableChallengeResourceVerification: true, allowInsecureConnection: true }),
});
