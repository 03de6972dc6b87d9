import { beforeAll, describe, expect, test } from "vitest";
import { CHECKS } from "../../src/flows/checks/table.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { info } from "../../src/flows/info.ts";
import { openLocalSecrets } from "../../src/flows/local-secrets.ts";
import { supportBundle } from "../../src/flows/support-bundle.ts";
import { ENVIRONMENT } from "../support/canary-environment.ts";
import { cleanWorld, ROOT, STATE, stateOf } from "../support/clean-machine.ts";
import { fakeCheckout } from "../support/fake-checkout.ts";
import type { FakeWorld } from "../support/fake-world.ts";
import { BILLING, IDENTITIES } from "../support/lifecycle-world.ts";
import { serverRecord } from "../support/server-record.ts";

const REQUEST = { version: "1.2.3", checks: CHECKS, out: "/home/dev/support.md" };
const PRIVATE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLW9mLWl0";
const ADMIN = "admin-token-canary_0123456789";

const formsOf = (secret: string) => [
  secret,
  Buffer.from(secret).toString("base64"),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/** A checkout with a secret in every place that has one, and a log that tells them all. */
async function leaky(): Promise<{ readonly world: FakeWorld; readonly canaries: readonly string[] }> {
  const world = cleanWorld({ env: { AVB_STATE_DIR: STATE, PATH: "/usr/bin", PWD: ROOT, ...ENVIRONMENT.variables } });
  const state = stateOf(world);
  world.files.put("/avb/templates/keycloak/identities.json", IDENTITIES);
  world.files.put("/avb/templates/lago/billing.json", BILLING);
  world.files.put(`${ROOT}/.devenvrc`, `env:\n  PAYMENT_API_KEY: ${ENVIRONMENT.configured}\n`);
  world.files.put(`${ROOT}/.env`, `DB_PASSWORD=${ENVIRONMENT.dotenv}\n`);
  const secrets = await openLocalSecrets(world, { ...fakeCheckout(), state });
  const { users, services } = await info(world, { overrides: {}, reveal: true });
  const keys = {
    signing: [{ jwk: { d: PRIVATE }, createdAtMs: world.nowMs }],
    refresh: "refresh-canary-0123456789",
    cookie: "cookie-canary-0123456789",
  };
  world.files.put(state.keys, JSON.stringify(keys));
  world.files.put(state.instance, serverRecord({ pid: 77, adminToken: ADMIN }));
  const root: string = JSON.parse((await world.files.read(state.secrets)) ?? "").root;
  const canaries = [
    ...ENVIRONMENT.canaries,
    ...[root, PRIVATE, ADMIN, keys.refresh, keys.cookie, secrets.get("lago/api-key").reveal()],
    ...users.flatMap(({ password }) => password ?? []),
    ...services.flatMap(({ items }) => items.flatMap(({ kind, text }) => (kind === "key" ? [text] : []))),
  ];
  const log = canaries.flatMap(formsOf).map((text, index) => `2026-01-01 request ${index} said ${text} and went on`);
  const cut = `${"x".repeat(1990)}${root}`;
  world.files.put(state.serverLog, `${log.join("\n")}\n${cut}\n\u001b[31mred\nthe server began\n`);
  world.files.put(
    `${STATE}/debug.log`,
    `-----BEGIN PRIVATE KEY-----\n${"a2V5\n".repeat(150)}-----END PRIVATE KEY-----\nBearer ${JWT}\n`,
  );
  return { world, canaries };
}

describe("doctor --bundle", () => {
  const made: { text: string; world?: FakeWorld; canaries: readonly string[] } = { text: "", canaries: [] };

  beforeAll(async () => {
    const { world, canaries } = await leaky();
    await supportBundle(world, REQUEST);
    Object.assign(made, { world, canaries, text: (await world.files.read(REQUEST.out)) ?? "" });
  });

  test("holds no secret of the machine, the checkout or the server, in any form, whole or in half", () => {
    expect(made.canaries.length).toBeGreaterThan(15);
    for (const canary of made.canaries) {
      for (const form of formsOf(canary)) expect(made.text).not.toContain(form);
      if (canary.length >= 20) expect(made.text).not.toContain(canary.slice(0, 10));
    }
    for (const shape of ["a2V5", JWT.slice(0, 30)]) expect(made.text).not.toContain(shape);
  });

  test("holds what helps: versions, findings, configuration, plan, the names of variables, the log's end", () => {
    expect(made.text).toContain("    avb 1.2.3\n    Node 20.20.2\n    linux 6.1.0\n    engine 28.5.2");
    expect(made.text).toMatch(/warn {2}stale: the sandbox server has ended without being stopped \(pid 77\)/);
    expect(made.text).toMatch(/env\.PAYMENT_API_KEY: "\[secret\]"/);
    expect(made.text).toMatch(/## Plan\n\n {4}\S/);
    expect(made.text).toMatch(/\n {4}HTTP_PROXY\n/);
    expect(made.text).toContain("\n    the server began\n");
    expect(made.text).toContain("    \\u{1b}[31mred\n");
    expect(made.text).toMatch(/request 0 said \[redacted\] and went on/);
  });

  test("does not tell whose home it is, and writes that one file alone", () => {
    expect(made.text).not.toContain("/home/dev");
    expect(made.world?.files.writes.at(-1)).toBe(REQUEST.out);
    expect(made.world?.signals).toEqual([]);
  });

  test("never replaces a file, and says so", async () => {
    const world = cleanWorld();
    world.files.put(REQUEST.out, "mine");
    await expect(supportBundle(world, REQUEST)).rejects.toMatchObject({ code: "BUNDLE_EXISTS", exitCode: 2 });
    expect(await world.files.read(REQUEST.out)).toBe("mine");
  });

  test("is named by the time of day in the current folder, and works with a broken configuration", async () => {
    const world = cleanWorld();
    world.files.put(`${ROOT}/.devenvrc`, "mode: sandbix\n");
    const bundle = await supportBundle(world, { version: "1.2.3", checks: CHECKS });
    expect(bundle.path).toBe(`${ROOT}/avb-support-20231114-221320.md`);
    expect(await world.files.read(bundle.path)).toMatch(/problem: .*sandbix/);
    expect((await doctor(world, CHECKS)).healthy).toBe(bundle.healthy);
  });

  test("leaves the logs out where the stack's own secrets cannot be made out", async () => {
    const world = cleanWorld();
    world.files.put(stateOf(world).secrets, '{"root":"ab');
    world.files.put(stateOf(world).serverLog, "password of alice: old-secret-of-alice\n");
    await supportBundle(world, REQUEST);
    const text = await world.files.read(REQUEST.out);
    expect(text).not.toContain("old-secret-of-alice");
    expect(text).toContain("## Logs\n\n    left out:");
  });
});
