import { describe, expect, test } from "vitest";
import type { Imported, KeycloakFields, KeycloakRealm } from "../../src/domain/keycloak.ts";
import { ServiceRefusal } from "../../src/domain/refusal.ts";
import { Secret } from "../../src/domain/secret.ts";
import { inLots } from "../../src/services/keycloak/in-lots.ts";
import type { RealmContext } from "../../src/services/keycloak/realm-context.ts";
import type { RealmStep } from "../../src/services/keycloak/realm-step.ts";
import type { WantedThing } from "../../src/services/keycloak/wanted.ts";

const users = (count: number): readonly WantedThing[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ key: `u${at}`, secret: new Secret(`password ${at}`) },
    fields: { id: "of the document", username: `u${at}`, groups: ["/g"] },
  }));
const groups = (count: number): readonly WantedThing[] =>
  Array.from({ length: count }, (_, at) => ({ key: `/g${at}`, fields: { id: "x", name: `g${at}`, attributes: {} } }));

const nameOf = (fields: KeycloakFields) => String(fields.username ?? fields.name);

/** A realm that takes all of an import or nothing, as Keycloak does: it refuses what is named `bad` (500) and everything while it is `away` (503). */
function importing(want: { readonly users?: readonly WantedThing[]; readonly groups?: readonly WantedThing[] }) {
  const seen = {
    there: new Map<string, KeycloakFields>(),
    imports: [] as (readonly KeycloakFields[])[],
    set: [] as string[],
  };
  const state = { bad: new Set<string>(), away: false, hashed: 0, known: new Set<string>() };
  const api: Pick<KeycloakRealm, "addMany" | "passwordOf" | "setPassword"> = {
    addMany: async (_kind, things): Promise<readonly Imported[]> => {
      if (state.away) throw new ServiceRefusal("it answered 503", 503);
      seen.imports.push(things);
      if (things.some((one) => state.bad.has(nameOf(one)))) throw new ServiceRefusal("it answered 500", 500);
      return things.map((one) => {
        const isNew = !seen.there.has(nameOf(one));
        if (isNew) seen.there.set(nameOf(one), one);
        return { name: nameOf(one), id: `id-${nameOf(one)}`, isNew };
      });
    },
    passwordOf: async (id) => ({ id, createdDate: 1 }),
    setPassword: async (id) => void seen.set.push(id),
  };
  const told: string[] = [];
  const context = {
    ...{ api, want: { users: [], groups: [], ...want } },
    isPassword: (user: string) => state.known.has(user),
    hashedPasswords: async (all: readonly WantedThing[]) => {
      state.hashed += 1;
      const hash = { createdDate: 1, salt: "", hash: "", rounds: 1 };
      return new Map(all.map(({ key }) => [key, { ...hash, id: `credential ${key} ${state.hashed}` }]));
    },
    passwordSet: (user: string) => void told.push(user),
  } as unknown as RealmContext;
  const ids = new Map<string, string>();
  const single: string[] = [];
  const step = (kind: string, key: string): RealmStep => ({
    ...{ verdict: { kind, key, do: "create" }, stage: 1 },
    run: async () => void single.push(key),
  });
  const steps = [
    ...(want.groups ?? []).map(({ key }) => step("group", key)),
    ...(want.users ?? []).map(({ key }) => step("user", key)),
  ];
  const into = {
    of: () => "",
    set: (_kind: string, key: string, id: string) => void ids.set(key, id),
    roles: async () => [],
  };
  const made = inLots({ context, ids: into }, steps);
  const run = async () => {
    for (const one of made) await one.run?.();
  };
  return { ...{ seen, state, told, ids, single, made, steps }, run };
}

describe("things that are missing in a realm", () => {
  test("are made one by one while they are few", () => {
    const { made, steps } = importing({ users: users(8) });
    expect(made).toEqual(steps);
  });

  test("are imported in lots, each verdict of its own, without the ids that an import does not take", async () => {
    const { made, run, seen, single } = importing({ users: users(60) });
    await run();
    expect(made.map(({ verdict }) => verdict.key)).toEqual(users(60).map(({ key }) => key));
    expect(made.flatMap(({ run: write, label }) => (write ? [label] : []))).toEqual([
      ...["u0 and 24 more", "u25 and 24 more", "u50 and 9 more"],
    ]);
    expect(seen.imports.map(({ length }) => length)).toEqual([25, 25, 10]);
    expect([seen.there.size, single]).toEqual([60, []]);
    expect(seen.there.get("u59")).toMatchObject({ credentials: [{ id: "credential u59 3" }] });
    expect([...seen.there.values()].filter((one) => "id" in one)).toEqual([]);
  });

  test("are made but for those that are wrong, which are named", async () => {
    const { run, seen, state } = importing({ users: users(20) });
    state.bad.add("u3").add("u11");
    const error = await run().catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ message: "user u3: it answered 500; user u11: it answered 500", passes: false });
    expect(seen.there.size).toBe(18);
  });

  test("are not tried one by one where the server is away, and are sent the same again", async () => {
    const { run, seen, state } = importing({ users: users(20) });
    state.away = true;
    await expect(run()).rejects.toMatchObject({ status: 503, passes: true });
    expect(seen.imports).toEqual([]);
    state.away = false;
    await run();
    expect([seen.there.size, state.hashed]).toEqual([20, 1]);
  });

  test("get their passwords set where they are there by then with other ones", async () => {
    const { run, seen, state, told } = importing({ users: users(20) });
    seen.there.set("u4", {}).set("u5", {});
    state.known.add("u5");
    await run();
    expect([seen.set, told]).toEqual([["id-u4"], ["u4"]]);
  });

  test("are groups of the top in lots, whose ids are known to those below", async () => {
    const below = { key: "/g0/below", fields: { name: "below" } };
    const { run, seen, ids, single } = importing({ groups: [...groups(120), below] });
    await run();
    expect(seen.imports.map(({ length }) => length)).toEqual([100, 20]);
    expect(seen.there.get("g7")).toEqual({ name: "g7", path: "/g7", attributes: {} });
    expect([ids.get("/g119"), single]).toEqual(["id-g119", ["/g0/below"]]);
  });
});
