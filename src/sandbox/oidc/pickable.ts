import type { HeldUser } from "../../domain/sandbox-protocol.ts";
import type { LoginUser } from "../pages/people.ts";
import { principalOfUser } from "../principal.ts";
import type { RealmParts } from "./realm.ts";

/** The people who can be picked on a page: all who may sign in. */
export const pickableUsers = (realm: RealmParts): readonly LoginUser[] =>
  realm.store.users().flatMap((user) => (user.enabled ? [pickable(realm, user)] : []));

function pickable({ store }: RealmParts, user: HeldUser): LoginUser {
  const { tenant } = principalOfUser(store, user);
  return {
    username: user.username,
    name: `${user.firstName} ${user.lastName}`.trim() || user.username,
    email: user.email,
    roles: user.roles,
    tenant: store.tenants().find(({ id }) => id === tenant)?.name ?? "",
  };
}
