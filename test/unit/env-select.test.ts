import { describe, expect, it } from "vitest";
import { type EnvSelection, selectVariables } from "../../src/domain/env-select.ts";
import { AvbError } from "../../src/domain/errors/avb-error.ts";
import { findProfile } from "../../src/domain/profiles/find-profile.ts";
import { parseRename } from "../../src/domain/renames.ts";
import { smallCatalogue, smallStack } from "../support/small-catalogue.ts";

const select = (wishes: Partial<EnvSelection> = {}, values: Readonly<Record<string, string>> = {}) =>
  selectVariables(
    { services: smallCatalogue, stack: smallStack(), view: "host" },
    { services: [], renames: [], livePayments: false, extra: { values, from: ".devenvrc" }, ...wishes },
  );
const names = (...wishes: Parameters<typeof select>) => select(...wishes).map(({ name }) => name);
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof AvbError ? error.code : String(error);
  }
  return undefined;
};

describe("selectVariables", () => {
  it("gives every variable of the catalogue, or those of the services asked for", () => {
    expect(names()).toContain("CACHE_URL");
    expect(names({ services: ["temporal"] })).toEqual(["TEMPORAL_HOST", "TEMPORAL_ENABLED", "TEMPORAL_TOKEN"]);
  });

  it("puts the team's own variables last and lets them win where the name is known", () => {
    const variables = select({}, { NODE_OPTIONS: "--inspect", KEYCLOAK_URL: "http://idp.test" });
    expect(variables.at(-1)).toMatchObject({ name: "NODE_OPTIONS", service: "application", secret: false });
    expect(variables[0]).toMatchObject({
      name: "KEYCLOAK_URL",
      value: { kind: "text", text: "http://idp.test" },
      because: "set under env in .devenvrc",
    });
  });

  it.each(["STRIPE_API_KEY", "MY_SECRET", "GITHUB_TOKEN", "DB_PASSWORD"])(
    "takes %s of the team's own for a secret",
    (name) => {
      expect(select({}, { [name]: "x" }).at(-1)).toMatchObject({ name, secret: true });
    },
  );

  it("renames, and refuses a name that is unknown or taken", () => {
    const renamed = (text: string) => ({ renames: [parseRename(text)] });
    expect(names(renamed("KEYCLOAK_URL=AUTH_URL"))[0]).toBe("AUTH_URL");
    expect(codeOf(() => select(renamed("KEYCLOAK_ULR=X")))).toBe("ENV_NAME_UNKNOWN");
    expect(codeOf(() => select(renamed("KEYCLOAK_URL=CACHE_URL")))).toBe("ENV_NAME_CLASH");
    const swapped = { renames: ["KEYCLOAK_URL=CACHE_URL", "CACHE_URL=KEYCLOAK_URL"].map(parseRename) };
    expect(names(swapped)[0]).toBe("CACHE_URL");
  });

  it.each(["A", "A=", "=B", "A=1B", "A=B=C", "A-B=C", "", "A =B"])("refuses %j as a renaming", (text) => {
    expect(codeOf(() => parseRename(text))).toBe("ENV_RENAME_FORM");
  });

  it("gives the portal three public names, nothing of the backend, and addresses for a browser", () => {
    const variables = selectVariables(
      { services: smallCatalogue, stack: smallStack(), view: "container" },
      {
        services: [],
        renames: [],
        livePayments: false,
        profile: findProfile("portal"),
        extra: { values: { VITE_TITLE: "x", DATABASE_PASSWORD: "y" }, from: ".devenvrc" },
      },
    );
    expect(variables.map(({ name, value }) => [name, value.kind === "text" ? value.text : ""])).toEqual([
      ["VITE_KEYCLOAK_URL", "http://localhost:8080"],
      ["VITE_KEYCLOAK_REALM", "agentvoicebox"],
      ["VITE_KEYCLOAK_CLIENT_ID", "portal-frontend"],
      ["VITE_TITLE", "x"],
    ]);
  });
});

describe("payments", () => {
  it.each(["live", "LIVE", " live ", "production", ""])("PAYPAL_ENVIRONMENT=%j is refused with status 15", (text) => {
    expect(codeOf(() => select({}, { PAYPAL_ENVIRONMENT: text }))).toBe("PRODUCTION_PAYMENTS");
  });

  it("cannot be reached through another name", () => {
    const renames = [parseRename("MODE=PAYPAL_ENVIRONMENT")];
    expect(codeOf(() => select({ renames }, { MODE: "live" }))).toBe("PRODUCTION_PAYMENTS");
  });

  it("are real when a person said so", () => {
    expect(select({ livePayments: true }, { PAYPAL_ENVIRONMENT: "live" }).at(-1)?.value).toEqual({
      kind: "text",
      text: "live",
    });
  });
});
