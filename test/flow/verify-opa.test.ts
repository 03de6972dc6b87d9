import { expect, test } from "vitest";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { resolveStack } from "../../src/flows/resolve-stack.ts";
import { opaVerifier } from "../../src/flows/verify/verify-opa.ts";
import { opaWorld } from "../support/opa-world.ts";

test("a policy that was pushed by hand is broken, and told with the restart that is the only thing to remove it", async () => {
  const set = opaWorld();
  await set.up();
  const { world } = set;
  const prove = async () => {
    const checkout = await openCheckout(world);
    const stack = await resolveStack(world, checkout);
    const place = { world, checkout, stack, secrets: await liveSecrets(world, checkout) };
    const signal = new AbortController().signal;
    const proofs = await opaVerifier.prove({ ...place, ids: new Map(), signal, progress: () => undefined });
    return proofs.find(({ id }) => id === "opa.policies");
  };
  expect(await prove()).toMatchObject({ outcome: "held" });
  set.opa.policies.set("mine", "package agentvoicebox.mine\n");
  expect((await set.seedOpa()).written).toBe(0);
  expect(await prove()).toMatchObject({ outcome: "broken", fix: "avb dev restart opa" });
});
