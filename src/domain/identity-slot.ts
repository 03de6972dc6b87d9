import type { IdentityDocument } from "./identity.ts";
import { inSlot } from "./slot-addresses.ts";
import type { Slot } from "./stack.ts";

/** The document whose clients have the slot's addresses: what is written for slot 0 follows, and what comes out twice is registered once. */
export function identitiesInSlot(document: IdentityDocument, slot: Slot): IdentityDocument {
  const follow = (addresses: readonly string[]) => [...new Set(addresses.map((address) => inSlot(address, slot)))];
  const clients = document.clients.map((client) => ({
    ...client,
    redirectUris: follow(client.redirectUris),
    postLogoutRedirectUris: follow(client.postLogoutRedirectUris),
    webOrigins: follow(client.webOrigins),
  }));
  return { ...document, clients };
}
