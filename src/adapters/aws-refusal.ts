import { AwsRefusal, type AwsRefusalKind } from "../domain/aws.ts";
import { certificateCode } from "../domain/untrusted-certificate.ts";
import { certificateTold } from "./peer-certificate.ts";

/** What AWS calls its refusals (Secrets Manager and STS API references, "Common errors"), in their order of trial. */
const KINDS: readonly (readonly [AwsRefusalKind, RegExp])[] = [
  ["absent", /^ResourceNotFoundException$/],
  ["exists", /^ResourceExistsException$/],
  ["denied", /^(AccessDenied|AccessDeniedException|NotAuthorized)$/],
  [
    "login",
    /^(ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/,
  ],
  ["login", /^(CredentialsProviderError|TokenProviderError|MissingAuthenticationToken|OptInRequired)/],
  ["throttled", /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|SlowDown)$/],
  ["unreachable", /^(TimeoutError|AbortError|NetworkingError)$/],
];

/** What the message tells where the name does not. */
const SAID: readonly (readonly [AwsRefusalKind, RegExp])[] = [
  ["removed", /marked (as deleted|deleted|for deletion)|scheduled for deletion/i],
  ["moved", /RemoveFromVersionId|Version stage .* not found|not currently attached|is currently attached/i],
  ["login", /Region is missing|Could not load credentials|security token .* (expired|invalid)|session .* expired/i],
  ["unreachable", /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket hang up|EHOSTUNREACH/],
];

/** The answer, or AWS's refusal in our words; an UntrustedCertificate where the server at that address shows one. */
export async function awsAnswered<Result>(call: () => Promise<Result>, url: () => Promise<string>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (certificateCode(error) !== undefined) throw await certificateTold(error, await url());
    throw error instanceof AwsRefusal || error instanceof TypeError ? error : refusalOf(error);
  }
}

/** A refusal out of an error of the SDK, in its whole words; neither its request nor its cause goes on, for they hold what was sent. */
export function refusalOf(error: unknown): AwsRefusal {
  const { name = "", message = "", code = "" } = Object(error);
  const text = `${message} ${code}`;
  const kind =
    KINDS.find(([, form]) => form.test(String(name)))?.[0] ?? SAID.find(([, form]) => form.test(text))?.[0] ?? "other";
  const action = kind === "denied" ? /perform: ([\w-]+:\w+)/.exec(text)?.[1] : undefined;
  return new AwsRefusal(kind, String(message || code || name), action);
}
