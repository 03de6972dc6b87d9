import { AvbError } from "../domain/errors/avb-error.ts";
import type { IdentityDocument } from "../domain/identity.ts";
import { isIdentityDocument } from "../domain/sandbox-answers.ts";
import { readJson } from "../domain/shape.ts";
import type { World } from "../domain/world.ts";

const AGAIN = "install avb again";

/** The identities that ship with avb, from its own package. NOT_READABLE where they are missing or not what was shipped. */
export async function shippedIdentities(world: World): Promise<IdentityDocument> {
  const path = `${world.host.packageRoot}/templates/keycloak/identities.json`;
  const text = await world.files.read(path);
  if (text === undefined) throw AvbError.of("NOT_READABLE", { path, why: "it is missing", fix: AGAIN });
  const document = readJson(text, isIdentityDocument);
  if (document === undefined) throw AvbError.of("NOT_READABLE", { path, why: "it is not what avb ships", fix: AGAIN });
  return document;
}
