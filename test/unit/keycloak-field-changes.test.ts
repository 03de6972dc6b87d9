import { describe, expect, test } from "vitest";
import { fieldChanges } from "../../src/services/keycloak/field-changes.ts";
import { profileChanges, profileOf } from "../../src/services/keycloak/profile.ts";

const names = (want: object, have: object) => fieldChanges({ ...want }, { ...have }).map(({ field }) => field);

describe("fields of a realm", () => {
  test.each([
    [{ a: "" }, {}],
    [{ a: [] }, {}],
    [{ a: false }, {}],
    [{ a: {} }, {}],
    [{ a: ["x", "y"] }, { a: ["y", "x"] }],
    [{ attributes: { ours: ["1"] } }, { attributes: { ours: ["1"], theirs: ["2"] } }],
    [{ id: "one" }, { id: "another" }],
    [
      { protocolMappers: [{ name: "m", config: { a: "1" } }] },
      { protocolMappers: [{ id: "i", name: "m", config: { a: "1", added: "2" } }] },
    ],
  ])("%j is as %j", (want, have) => {
    expect(names(want, have)).toEqual([]);
  });

  test.each([
    [{ a: true }, {}, ["a"]],
    [{ a: {} }, { a: { host: "mail" } }, ["a"]],
    [{ attributes: { ours: ["1"] } }, { attributes: {} }, ["attributes.ours"]],
    [
      { clientRoles: { account: ["a"] } },
      { clientRoles: { account: ["a"], "realm-management": ["b"] } },
      ["clientRoles"],
    ],
    [{ protocolMappers: [] }, { protocolMappers: [{ name: "extra" }] }, ["protocolMappers.extra"]],
    [
      { protocolMappers: [{ name: "m", config: { a: "1" } }] },
      { protocolMappers: [{ name: "m", config: { a: "2" } }] },
      ["protocolMappers.m.config.a"],
    ],
    [{ validations: { email: {} } }, { validations: {} }, ["validations"]],
  ])("%j is not as %j", (want, have, fields) => {
    expect(names(want, have)).toEqual(fields);
  });
});

describe("the user profile", () => {
  const tenant = { key: "tenant_id", fields: { name: "tenant_id", permissions: { edit: ["admin"] }, required: {} } };

  test("that leaves attributes which it does not name to somebody, differs", () => {
    const have = { attributes: [tenant.fields], unmanagedAttributePolicy: "ENABLED" };
    expect(profileChanges([tenant], have).map(({ field }) => field)).toEqual(["unmanagedAttributePolicy"]);
    expect(profileOf([tenant], have)).not.toHaveProperty("unmanagedAttributePolicy");
  });

  test("is written without an empty 'required', and with what others have added", () => {
    const colour = { name: "team_colour" };
    const { attributes } = profileOf([tenant], { attributes: [colour] });
    expect(attributes).toEqual([{ name: "tenant_id", permissions: { edit: ["admin"] } }, colour]);
    expect(profileOf([tenant], { attributes: [colour] }, new Set(["team_colour"])).attributes).toHaveLength(1);
  });
});
