import { describe, expect, test } from "vitest";
import { openIdentityStore } from "../../src/sandbox/identity-file.ts";
import { openKeyRing } from "../../src/sandbox/keyring.ts";
import { readLaunch } from "../../src/sandbox/launch.ts";
import { fakeFiles } from "../support/fake-files.ts";
import { changesOf, SHIPPED_IDENTITIES } from "../support/identities.ts";
import { launchIn } from "../support/launch-file.ts";

const PATH = "/state/file.json";

/** Files in memory, with this text at PATH. */
function filesWith(text?: string) {
  const files = fakeFiles(() => 0, 1000);
  if (text !== undefined) files.put(PATH, text);
  return files;
}

describe("the launch file", () => {
  const BAD: readonly (readonly [string, object, string])[] = [
    ["a port that is none", { identityPort: 70_000 }, "identityPort"],
    ["a port that is a text", { billingPort: "63690" }, "billingPort"],
    ["a gateway on every address", { gateway: "0.0.0.0" }, "gateway"],
    ["a public gateway", { gateway: "8.8.8.8" }, "gateway"],
    ["a gateway that is a name", { gateway: "evil.example" }, "gateway"],
    ["a realm that is a path", { realm: "../x" }, "realm"],
    ["no admin token", { adminToken: "" }, "adminToken"],
    ["a slot beyond the last", { slot: 10 }, "slot"],
    ["no place for the keys", { state: { instance: "a", identities: "b" } }, "state.keys"],
    ["no place for the clock", { state: { instance: "a", keys: "k", identities: "b" } }, "state.clock"],
  ];
  test.each(BAD)("with %s is refused", async (_what, changes, field) => {
    const text = JSON.stringify({ ...(await launchIn("/state")), ...changes });
    const reading = readLaunch(PATH, filesWith(text));
    await expect(reading).rejects.toMatchObject({ code: "SANDBOX_LAUNCH_INVALID", exitCode: 3 });
    await expect(reading).rejects.toThrow(`${field} is not usable`);
  });

  test.each([
    [undefined, "there is no such file"],
    ["{", "it is not JSON"],
    ["null", "instance is not usable"],
  ])("that holds %s is refused", async (text, why) => {
    const files = filesWith(text);
    await expect(readLaunch(PATH, files)).rejects.toThrow(why);
  });

  test("of a container's gateway is accepted", async () => {
    const launch = { ...(await launchIn("/state")), gateway: "172.17.0.1" };
    expect(await readLaunch(PATH, filesWith(JSON.stringify(launch)))).toEqual(launch);
  });
});

describe("the file of identities", () => {
  test("gives back exactly what was put", async () => {
    const files = filesWith();
    const store = await openIdentityStore(PATH, "r", files);
    expect(store.users()).toEqual([]);
    await store.apply(changesOf(SHIPPED_IDENTITIES));
    const again = await openIdentityStore(PATH, "r", files);
    expect(again.document()).toEqual(store.document());
    expect(again.fingerprints()).toEqual(store.fingerprints());
  });

  test.each([
    ["{", "it is not JSON"],
    ['{"user":{}}', "user must be a list"],
    ['{"user":[{"id":1}]}', "user.id must be a text of one line"],
    ['{"planet":[]}', "it has no kind 'planet'"],
    ['{"role":[{"id":"1","name":"a"},{"id":"2","name":"a"}]}', "two roles have the name 'a'"],
  ])("that holds %s is named and not touched", async (text, why) => {
    const files = filesWith(text);
    const opening = openIdentityStore(PATH, "r", files);
    await expect(opening).rejects.toMatchObject({ code: "STATE_CORRUPT", exitCode: 3 });
    await expect(opening).rejects.toThrow(why);
    expect(await files.read(PATH)).toBe(text);
  });
});

describe("the file of keys", () => {
  test("is made once and read afterwards", async () => {
    const files = filesWith();
    const made = await openKeyRing(PATH, files, Date.now);
    const again = await openKeyRing(PATH, files, Date.now);
    expect(again.current.kid).toBe(made.current.kid);
    expect(again.refresh.kid).toBe(made.refresh.kid);
    expect(again.cookieKey).toBe(made.cookieKey);
  });

  test.each([
    "{",
    "{}",
    '{"signing":[],"refresh":"a","cookie":"b"}',
    '{"signing":[{"jwk":{"kty":"RSA"}}],"refresh":"a","cookie":"b"}',
  ])("that holds %s is named and not replaced", async (text) => {
    const files = filesWith(text);
    await expect(openKeyRing(PATH, files, Date.now)).rejects.toMatchObject({ code: "STATE_CORRUPT" });
    expect(await files.read(PATH)).toBe(text);
  });
});
