import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkoutAt, checkoutId } from "../../src/domain/checkout.ts";
import { UNCONFIGURED } from "../../src/domain/config.ts";
import { knownSecrets } from "../../src/flows/known-secrets.ts";
import { keepLagoKey } from "../../src/flows/lago-key.ts";
import { reset } from "../../src/flows/reset.ts";
import type { FakeWorld } from "../support/fake-world.ts";
import { lagoWorld } from "../support/lago-world.ts";

/** The checkout of the fake world. */
function checkoutOf({ hash }: FakeWorld) {
  const root = "/home/dev/shop";
  return checkoutAt({ root, id: checkoutId(root, hash.sha256), stateRoot: "/state" }, 0, UNCONFIGURED);
}

/** Lago's own containers, running. */
async function runningLago() {
  const live = lagoWorld();
  live.haveLago();
  live.engine.behave("-lago-migrate", { endsAfterMs: 10, exitCode: 0 });
  await live.upLago();
  const { state } = checkoutOf(live.world);
  const variables = () => live.named("lago-api")?.files.get("/run/secrets/lago-api.env")?.text ?? "";
  return { ...live, state, variables };
}

describe("Lago's keys", () => {
  test("are in no variable that docker inspect shows, and the RSA key is the base64 of a PEM in one line", async () => {
    const { variables, named, state, world } = await runningLago();
    const [, rsa = ""] = /^LAGO_RSA_PRIVATE_KEY='([A-Za-z0-9+/=]+)'$/m.exec(variables()) ?? [];
    expect(createPrivateKey(Buffer.from(rsa, "base64").toString()).asymmetricKeyDetails?.modulusLength).toBe(2048);
    for (const name of ["SECRET_KEY_BASE", "LAGO_ENCRYPTION_PRIMARY_KEY", "DATABASE_URL"])
      expect(variables()).toMatch(new RegExp(`^${name}='.{20,}'$`, "m"));
    expect(JSON.stringify(named("lago-api")?.request)).not.toContain(rsa.slice(0, 60));
    expect((await world.files.facts(state.lago))?.mode).toBe(0o600);
  });

  test("are the same after everything was ended and started again", async () => {
    const live = await runningLago();
    const before = live.variables();
    for (const one of live.engine.byName.values()) await live.world.containers.remove(one.id, { timeoutMs: 1000 });
    await live.up({});
    expect(live.variables()).toBe(before);
  });

  test("that two processes make at the same time are one key", async () => {
    const { world } = lagoWorld();
    const checkout = checkoutOf(world);
    const made = await Promise.all([keepLagoKey(world, checkout), keepLagoKey(world, checkout)]);
    expect(new Set([...made, await keepLagoKey(world, checkout)]).size).toBe(1);
  });

  test("are known as secrets to whoever hands a log on", async () => {
    const { world, variables } = await runningLago();
    const { texts } = await knownSecrets(world, checkoutOf(world), undefined);
    const [, rsa = ""] = /LAGO_RSA_PRIVATE_KEY='([^']+)'/.exec(variables()) ?? [];
    expect(texts).toContain(rsa);
  });

  test("in a file that holds none are told, not replaced", async () => {
    const { world, state, up } = await runningLago();
    world.files.put(state.lago, '{"rsaPrivateKey":"aGVsbG8="}');
    await expect(up({})).rejects.toMatchObject({ code: "STATE_CORRUPT", facts: { path: state.lago } });
    expect(await world.files.read(state.lago)).toContain("aGVsbG8=");
  });

  test("go with a reset of the checkout", async () => {
    const { world, state, tools } = await runningLago();
    await reset(tools, { seedsOnly: false });
    expect(await world.files.read(state.lago)).toBeUndefined();
  });
});

describe("keys that changed since Lago's volume was created", () => {
  test.each(["lago", "secrets"] as const)(
    "%s.json: nothing is begun, and the volume, the folder and both ways out are named",
    async (file) => {
      const live = await runningLago();
      await live.world.files.remove(live.state[file]);
      const before = live.engine.writes.length;
      await expect(live.up({})).rejects.toMatchObject({
        code: "VOLUME_OTHER_KEYS",
        exitCode: 9,
        message: expect.stringMatching(
          /the keys of lago changed since the volume avb-shop-\w+-lago_lago-db was created/,
        ),
        fixes: [expect.stringContaining(live.state.directory), expect.stringContaining("avb dev reset lago --yes")],
      });
      expect(live.engine.writes).toHaveLength(before);
    },
  );

  test("are no matter once the volume is gone", async () => {
    const live = await runningLago();
    await live.world.files.remove(live.state.lago);
    await reset(live.tools, { seedsOnly: false, service: "lago" });
    await live.up({});
    expect(live.named("lago-api")?.startedAtMs).toBeDefined();
  });
});
