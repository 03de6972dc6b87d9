import type { AwsPlace } from "../domain/aws.ts";

/** Attempts in all; the SDK waits between them, longer each time. */
const ATTEMPTS = 6;

/** What AWS's clients are made with. The SDK tells of Node versions that are to come: nothing that whoever runs a bundle could act on. */
export function settingsOf({ profile, region, endpoint, env }: AwsPlace) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key, AWS_SESSION_TOKEN: token } = env;
  const keys = { accessKeyId: id ?? "", secretAccessKey: key ?? "", ...(token && { sessionToken: token }) };
  return {
    ...{ maxAttempts: ATTEMPTS, retryMode: "standard" },
    ...(profile && { profile }),
    ...(region && { region }),
    ...(endpoint && { endpoint }),
    ...(!profile && id && key && { credentials: keys }),
  };
}

/** Where a service of AWS's is asked (AWS General Reference, "Regional endpoints"). */
export const addressOf = ({ endpoint }: AwsPlace, service: string, region: string): string =>
  endpoint ?? `https://${service}.${region}.amazonaws.com`;
