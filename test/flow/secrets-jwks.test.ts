import { describe, expect, test } from "vitest";
import { jwks } from "../../src/flows/secrets/jwks.ts";
import { goodFor } from "../support/credential-samples.ts";
import { current, hold, type RotationWorld, rotating, rotationWorld } from "../support/rotation-world.ts";
import { secretsOf } from "../support/secrets-verbs.ts";
import { errorsOf } from "../support/temp-checkout.ts";

const HOUR_MS = 3_600_000;
const means = (more: object) => ({ means: more });
const codeOf = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => `${code} ${exitCode}`);

describe("the signing key", () => {
  const keysOf = async (all: RotationWorld, reveal = false) =>
    (await jwks(await secretsOf(all.world), { id: "jwt", store: "local", reveal })).keys;

  test("a pair is published beside the one before it, for as long as the longest token lives", async () => {
    const all = rotationWorld();
    await hold(all, "jwt", goodFor("signing-key"));
    expect(await codeOf(() => keysOf(all))).toEqual(["CREDENTIAL_HIDDEN 2"]);
    await rotating(all, "jwt", means({ algorithm: "ES256" }));
    const [first, ...none] = await keysOf(all);
    expect([first?.kty, first?.alg, first?.use, first?.d, none.length]).toEqual(["EC", "ES256", "sig", undefined, 0]);
    expect(JSON.parse((await current(all, "jwt")).secret ?? "")).toMatchObject({ kid: first?.kid, alg: "ES256" });
    all.world.nowMs += HOUR_MS;
    const waiting = await rotating(all, "jwt", means({ graceMs: 24 * HOUR_MS }));
    expect(waiting.state).toBe("waiting");
    const both = await keysOf(all);
    expect([both.length, both[1]?.kid]).toEqual([2, first?.kid]);
    all.world.nowMs += 24 * HOUR_MS;
    await rotating(all, "jwt", { wish: "resume", ...means({ graceMs: 24 * HOUR_MS }) });
    expect((await keysOf(all)).map(({ kid }) => kid)).toEqual([both[0]?.kid]);
  });

  test("a symmetric key stays one, of at least 32 bytes, and is published with --reveal alone", async () => {
    const all = rotationWorld();
    const old = goodFor("signing-key");
    await hold(all, "jwt", old);
    await rotating(all, "jwt");
    const { secret = "" } = await current(all, "jwt");
    expect(Buffer.byteLength(secret)).toBeGreaterThanOrEqual(32);
    expect(await keysOf(all, true)).toMatchObject([{ kty: "oct", k: Buffer.from(secret).toString("base64url") }]);
  });
});
