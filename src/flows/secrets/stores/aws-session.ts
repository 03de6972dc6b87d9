import { type AwsPlace, AwsRefusal, type AwsSecrets } from "../../../domain/aws.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { shellWord } from "../../../domain/shell-word.ts";
import { UntrustedCertificate } from "../../../domain/untrusted-certificate.ts";
import { type Hide, shown } from "../hiding.ts";
import { requirePinned } from "../store-pin.ts";
import type { StoreTools } from "../store-tools.ts";
import { certificateError } from "./certificate-error.ts";

/** Secrets Manager of the account that this checkout may use, with where it was found. */
export interface AwsSession {
  readonly aws: AwsSecrets;
  readonly place: AwsPlace;
  readonly arn: string;
}

/** Where AWS's own programs would ask too, by their variables. */
export function awsPlaceOf({ world: { host } }: Pick<StoreTools, "world">): AwsPlace {
  const { env } = host;
  const profile = env.AWS_PROFILE;
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const endpoint = env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? env.AWS_ENDPOINT_URL;
  return { ...(profile && { profile }), ...(region && { region }), ...(endpoint && { endpoint }), env };
}

/** Asks who this is, and stops where it is not who it should be (15). */
export async function openAws(tools: StoreTools): Promise<AwsSession> {
  const place = awsPlaceOf(tools);
  const aws = tools.world.aws.secrets(place);
  const { account, arn, region } = await aws.caller().catch((error: unknown) => {
    throw toldAs(error, { place, arn: "you" });
  });
  const { profile = "", endpoint = "" } = place;
  const what = `account ${account} in ${region}${endpoint === "" ? "" : ` at ${endpoint}`}`;
  await requirePinned(tools, "aws", { what, names: [profile, arn, endpoint] });
  return { aws, place, arn };
}

/** AWS's refusal as an error that says what to do; any other error as it is. */
export function toldAs(error: unknown, { place, arn }: Pick<AwsSession, "place" | "arn">, hide: Hide = shown): unknown {
  if (error instanceof UntrustedCertificate) return certificateError("aws", error);
  if (!(error instanceof AwsRefusal)) return error;
  const { kind, message, action = "an action that it does not name" } = error;
  const [store, why] = ["aws", hide(message)];
  if (kind === "denied") return AvbError.of("STORE_DENIED", { store, action, who: arn, why });
  if (kind === "login") return AvbError.of("STORE_LOGIN", { store, why, renew: renewalOf(place, why) });
  if (kind === "throttled") return AvbError.of("STORE_THROTTLED", { store, why });
  if (kind === "unreachable") return AvbError.of("STORE_SILENT", { store, why });
  return AvbError.of("STORE_REFUSED", { store, why });
}

/** The command that lets one in again, by how one came in. */
function renewalOf({ profile, env }: AwsPlace, why: string): string {
  if (/region/i.test(why)) return "name the region: export AWS_REGION=eu-central-1";
  if (profile) return `log in again: aws sso login --profile ${shellWord(profile)}`;
  if (env.AWS_ACCESS_KEY_ID) return "give keys that hold: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN";
  return "log in: aws sso login, with the profile in AWS_PROFILE";
}
