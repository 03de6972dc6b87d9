import type { Checkout } from "../domain/checkout.ts";
import type { IdentityDocument } from "../domain/identity.ts";
import { type IdentityDifference, identityDifference } from "../domain/identity-changes.ts";
import { identitiesInSlot } from "../domain/identity-slot.ts";
import { asUuid } from "../domain/name-based-id.ts";
import { withOwnIdentities } from "../domain/own-identities.ts";
import type { HeldIdentities } from "../domain/sandbox-protocol.ts";
import type { World } from "../domain/world.ts";
import { openLocalSecrets } from "./local-secrets.ts";
import { shippedIdentities } from "./shipped-identities.ts";

/** What must be written so that the server's identities are those of the document and of `.devenvrc`; empty when they are. */
export async function planSeed(world: World, checkout: Checkout, held: HeldIdentities): Promise<IdentityDifference> {
  const secrets = await openLocalSecrets(world, checkout);
  const wanted = {
    document: await wantedIdentities(world, checkout),
    secretOf: (name: string) => secrets.get(name).reveal(),
    fingerprint: (secret: string) => world.hash.sha256(secret),
  };
  return identityDifference(wanted, held);
}

/** The identities that ship with avb, with the team's own; addresses as the checkout's slot has them. */
export async function wantedIdentities(world: World, checkout: Checkout): Promise<IdentityDocument> {
  const { users, clients } = checkout.loaded.config;
  const uuidOf = (name: string) => asUuid(world.hash.sha256(`avb:${name}`));
  const document = withOwnIdentities(await shippedIdentities(world), { users, clients, uuidOf });
  return identitiesInSlot(document, checkout.slot);
}
