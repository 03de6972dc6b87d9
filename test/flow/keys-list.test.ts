import { expect, test } from "vitest";
import { RETIRED_KEY_MS } from "../../src/domain/lifecycle-facts.ts";
import { listKeys } from "../../src/flows/keys.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { openKeyRing } from "../../src/sandbox/keyring.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

test("after a rotation the list tells which key signs, and until when the old one is published", async () => {
  const { world, up } = lifecycleWorld();
  await up();
  const { state } = await openCheckout(world);
  const ring = await openKeyRing(state.keys, world.files, () => world.nowMs);
  const rotatedAtMs = world.nowMs;
  const { kid, previous } = await ring.rotate();
  const origin = "http://127.0.0.1:8080";
  const rest = world.servers.get(origin);
  world.servers.set(origin, (request) => {
    if (!request.url.pathname.endsWith("/certs")) return rest?.(request);
    const keys = ring
      .published()
      .map((key) => ({ ...key.publicKey.export({ format: "jwk" }), kid: key.kid, alg: "RS256", use: "sig" }));
    return { status: 200, headers: {}, body: JSON.stringify({ keys }) };
  });
  expect((await listKeys(world)).keys).toEqual([
    { kid, alg: "RS256", use: "sig", signs: true },
    { kid: previous, alg: "RS256", use: "sig", signs: false, publishedUntilMs: rotatedAtMs + RETIRED_KEY_MS },
  ]);
  await world.files.remove(state.keys);
  expect((await listKeys(world)).keys.map(({ signs }) => signs)).toEqual([true, false]);
});
