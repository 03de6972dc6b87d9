import type { HeldUser } from "../domain/sandbox-protocol.ts";
import type { RealmParts } from "./oidc/realm.ts";

/** Who signs in with this name (or e-mail address) and password; undefined for a wrong one, and for any while the account is locked. */
export function userByPassword({ store, lockout }: RealmParts, name: string, password: string): HeldUser | undefined {
  const user = store.findUser({ username: name }) ?? store.findUser({ email: name });
  const isRight = store.checkPassword(user, password);
  if (user === undefined || lockout.isLocked(user.id)) return undefined;
  if (!isRight) {
    lockout.failed(user.id);
    return undefined;
  }
  if (user.enabled) lockout.succeeded(user.id);
  return user;
}
