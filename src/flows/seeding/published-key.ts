import { isRecordOf, isText, readJson } from "../../domain/shape.ts";
import type { World } from "../../domain/world.ts";
import { keycloakUrl } from "./keycloak-place.ts";
import type { SeedSubject } from "./seeder.ts";

const isRealmInfo = isRecordOf<{ readonly public_key: string }>({ public_key: isText });
const TIMEOUT_MS = 5000;

/** The key that a realm signs with, as it publishes it in the place where the application reads it; undefined where there is no such realm. */
export async function publishedKey(
  { http }: World,
  subject: Pick<SeedSubject, "stack">,
  realm: string,
): Promise<string | undefined> {
  const { status, body } = await http.request({
    url: `${keycloakUrl(subject)}/realms/${realm}`,
    timeoutMs: TIMEOUT_MS,
  });
  return status === 200 ? readJson(body, isRealmInfo)?.public_key : undefined;
}
