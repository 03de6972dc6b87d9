import { describe, expect, test } from "vitest";
import { CREDENTIALS } from "../../src/credentials/catalogue.ts";
import { FORMATS } from "../../src/credentials/formats.ts";
import { awsNameOf, azureNamesOf, azureVaultOf, vaultPathOf } from "../../src/credentials/places.ts";
import { type Credential, ENVIRONMENTS, livesIn } from "../../src/domain/credential.ts";

const each = CREDENTIALS.map((credential) => [credential.id, credential] as const);
const distinct = (all: readonly string[]) => expect(all.toSorted()).toEqual([...new Set(all)].toSorted());

describe("every credential", () => {
  test.each(each)("%s has paths and variables in their stores' forms", (_, { places, fields }) => {
    distinct(fields.map(({ name }) => name));
    expect(places.path).toMatch(/^third-party\/[a-z-]+$/);
    expect(places.aws).toMatch(/^qualisys\/[a-z-]+\/[a-z-]+$/);
    for (const { variable } of fields) expect(variable).toMatch(/^[A-Z][A-Z0-9_]*$/);
  });

  test.each(each)("%s has keys and Azure names for fields that it has", (_, credential) => {
    const names = credential.fields.map(({ name }) => name);
    const { azure, kubernetes } = credential.places;
    expect(Object.keys(kubernetes.keys).toSorted()).toEqual(names.toSorted());
    for (const name of azureNamesOf(credential)) expect(name).toMatch(/^[0-9A-Za-z-]{1,127}$/);
    for (const name of azure.form === "split" ? Object.keys(azure.names) : []) expect(names).toContain(name);
  });

  test.each(each)("%s says why a step of its guide is not the document's", (_, { guide }) => {
    for (const { was, because } of guide) expect(because === undefined).toBe(was === undefined);
  });

  test.each(each.filter(([, { status }]) => status !== "Auto-generated"))("%s is led to field by field", (_, one) => {
    const led = one.guide.flatMap(({ field }) => (field === undefined ? [] : [field]));
    expect(led.toSorted()).toEqual(one.fields.map(({ name }) => name).toSorted());
    for (const { url = "https://" } of one.guide) expect(url).toMatch(/^https:\/\//);
  });

  test("each kind of value is somebody's, or is known for what teams add", () => {
    const used = new Set(CREDENTIALS.flatMap(({ fields }) => fields.map(({ format }) => format)));
    const unused = Object.keys(FORMATS).filter((format) => ![...used].some((one) => one === format));
    expect(unused).toEqual(["github-token", "slack-token", "text"]);
  });
});

describe.each(ENVIRONMENTS)("in %s", (environment) => {
  const here = CREDENTIALS.filter((one) => livesIn(one, environment));
  const places: readonly (readonly [string, (one: Credential) => readonly string[]])[] = [
    ["variable", ({ fields }) => fields.map(({ variable }) => variable)],
    ["AWS name", (one) => [awsNameOf(one, environment)]],
    ["path in Vault", (one) => [vaultPathOf(one, environment)]],
    ["Azure name", azureNamesOf],
    ["Kubernetes Secret", ({ places: { kubernetes } }) => [kubernetes.secret]],
  ];
  test.each(places)("no two credentials share a %s", (_, of) => {
    distinct(here.flatMap(of));
  });
});

test("every environment has places of its own, and production the document's", () => {
  for (const credential of CREDENTIALS) {
    distinct(ENVIRONMENTS.map((environment) => awsNameOf(credential, environment)));
    distinct(ENVIRONMENTS.map((environment) => vaultPathOf(credential, environment)));
    expect(awsNameOf(credential, "production")).toBe(credential.places.aws);
    expect(awsNameOf(credential, "staging").startsWith("qualisys/")).toBe(false);
  }
  distinct(ENVIRONMENTS.map(azureVaultOf));
  expect(azureVaultOf("production")).toBe("qualisys-secrets");
});
