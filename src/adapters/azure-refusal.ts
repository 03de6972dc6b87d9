import { AzureRefusal, type AzureRefusalKind } from "../domain/azure.ts";
import { certificateCode } from "../domain/untrusted-certificate.ts";
import { certificateTold } from "./peer-certificate.ts";

/** What Key Vault calls its refusals: the code within the code (Key Vault REST reference, "Common error codes"). */
const CODES: Readonly<Record<string, AzureRefusalKind>> = {
  SecretNotFound: "absent",
  ObjectIsDeletedButRecoverable: "removed",
  ObjectIsBeingDeleted: "busy",
  ObjectIsBeingRecovered: "busy",
  SecretDisabled: "disabled",
  ForbiddenByFirewall: "network",
  ForbiddenByConnection: "network",
  ForbiddenByRbac: "denied",
  ForbiddenByPolicy: "denied",
  AccessDenied: "denied",
};

/** What the status tells where no code does. */
const STATUSES: Readonly<Record<number, AzureRefusalKind>> = {
  401: "login",
  403: "denied",
  404: "absent",
  429: "throttled",
};

/** Errors of the identity library, of which each says that nobody was let in. */
const LOGIN =
  /^(CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/;
const UNREACHABLE = /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|socket hang up|aborted/i;
/** What an error of the firewall says, for a vault that gives no code. */
const NETWORK = /Client address is not authorized|Public network access is disabled/i;

/** The answer, or Key Vault's refusal in our words; an UntrustedCertificate where the vault at that address shows one. */
export async function azureAnswered<Result>(url: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (certificateCode(error) !== undefined) throw await certificateTold(error, addressIn(error) ?? url);
    throw error instanceof AzureRefusal || error instanceof TypeError ? error : refusalOf(error);
  }
}

/** Where the request went that failed; undefined where the error does not say. */
function addressIn(error: unknown): string | undefined {
  const { url } = Object(Object(error).request);
  return typeof url === "string" && URL.canParse(url) ? url : undefined;
}

/** A refusal out of an error of the SDK, in its whole words; neither its request nor its cause goes on, for they hold what was sent. */
function refusalOf(error: unknown): AzureRefusal {
  const { name = "", message = "", code = "", statusCode = 0, details } = Object(error);
  const inner = codesIn(details);
  const words = `${message} ${code}`;
  const kind = inner.map((one) => CODES[one]).find((one) => one !== undefined) ?? kindBy(words, statusCode, name);
  return new AzureRefusal(kind, String(message || code || name), kind === "denied" ? namedIn(String(message)) : {});
}

function kindBy(words: string, status: number, name: string): AzureRefusalKind {
  if (LOGIN.test(name)) return "login";
  if (NETWORK.test(words)) return "network";
  const known = STATUSES[status];
  if (known !== undefined) return known;
  return status === 0 && UNREACHABLE.test(words) ? "unreachable" : "other";
}

/** The codes of an answer, from the innermost one outwards. */
function codesIn(details: unknown): readonly string[] {
  const codes: string[] = [];
  for (let at = Object(details).error; at instanceof Object; at = Object(at).innerError) codes.unshift(String(at.code));
  return codes;
}

/** The right that lacks, by the names of roles or of access policies, and whom it lacks. */
function namedIn(message: string): { action?: string; who?: string } {
  const action = /Action: '([^']+)'/.exec(message)?.[1] ?? policyAction(message);
  const who = /(appid=[^\s']+)/.exec(message)?.[1]?.replace(/;?$/, "");
  return { ...(action && { action }), ...(who && { who }) };
}

const policyAction = (message: string): string | undefined =>
  /does not have (secrets \w+) permission/.exec(message)?.[1]?.replace(" ", "/");
