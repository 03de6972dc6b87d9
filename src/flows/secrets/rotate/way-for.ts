import { handRotationOf, keyMakerOf } from "../../../credentials/rotation/by-hand.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { RotationWay } from "./rotation-run.ts";
import { apiWay } from "./way-api.ts";
import { handWay } from "./way-by-hand.ts";
import { databaseWay } from "./way-database.ts";
import { jwtWay } from "./way-jwt.ts";

/**
 * The way to replace a credential, by the forms of its fields: a team's own credential goes the way of the vendor whose form it has.
 * `guided` has a person do what an API would. A vendor whose keys people make is asked to revoke them where its admin key is there.
 */
export function wayFor(
  credential: Credential,
  { guided, env }: { readonly guided: boolean; readonly env: Readonly<Record<string, string | undefined>> },
): RotationWay {
  const key = credential.fields.find(({ format }) => format === "signing-key");
  if (key !== undefined) return jwtWay(key.name);
  if (credential.fields.some(({ format }) => format === "postgres-url")) return databaseWay;
  const found = keyMakerOf(credential);
  if (found?.maker.create !== undefined && !guided) return apiWay(found.maker, found.field);
  const hand = handRotationOf(credential);
  const canRevoke = found !== undefined && found.maker.create === undefined && env[found.maker.admin.variable];
  return handWay({ hand, ...(canRevoke && !guided && { reviser: found }) });
}
