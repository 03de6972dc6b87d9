import { expect, test } from "vitest";
import { checksFor } from "../../src/flows/checks/choose.ts";
import { doctor } from "../../src/flows/doctor.ts";
import { services } from "../../src/services/index.ts";
import { cleanWorld, ROOT } from "../support/clean-machine.ts";

const ALL = services.flatMap(({ variables }) => variables.map(({ name }) => name));

/** What the doctor says of an application with these files. */
async function saidOf(files: Readonly<Record<string, string>>, app = "backend") {
  const world = cleanWorld();
  for (const [path, text] of Object.entries(files)) world.files.put(`${ROOT}/${path}`, text);
  const { checks } = await doctor(world, checksFor(["node"], app));
  const [finding] = checks.find(({ id }) => id === "application")?.findings ?? [];
  return finding ?? expect.fail("it was not looked at");
}

test("an application that names every variable is well, in capitals or as fields of a settings class", async () => {
  const half = ALL.length / 2;
  const django = ALL.slice(0, half).map((name) => `${name} = env("${name}")`);
  const fields = ALL.slice(half).map((name) => `    ${name.toLowerCase()}: str`);
  const files = { "backend/config/base.py": django.join("\n"), "backend/settings.py": fields.join("\n") };
  expect(await saidOf(files)).toEqual({ state: "ok", says: "every variable of the matrix is named (2 files)" });
});

test("what it never names is told by name; what others wrote does not count as its source", async () => {
  const source = ALL.filter((name) => !["OPA_ENABLED", "LAGO_MOCK"].includes(name)).join(" ");
  const elsewhere = "OPA_ENABLED LAGO_MOCK";
  const finding = await saidOf({
    ...{ "backend/a.ts": source, "backend/README.md": elsewhere, "backend/node_modules/x/y.ts": elsewhere },
    ...{ "backend/.venv/lib/z.py": elsewhere, "backend/NOT_OPA_ENABLED.py": "LAGO_MOCKED OPA_ENABLED_TOO" },
  });
  expect(finding).toMatchObject({
    state: "warn",
    says: expect.stringMatching(/^never named in \/home\/dev\/shop\/backend \(2 files\): LAGO_MOCK, OPA_ENABLED; /),
  });
});

test.each([
  ["there is none", {}, /is not there/],
  ["it is a file", { backend: "x" }, /is a file/],
  ["it has no source", { "backend/README.md": "x" }, /has no \.py, \.ts or \.js file/],
])("a folder is not taken for an application where %s", async (_what, files, says) => {
  expect(await saidOf(files)).toMatchObject({ says: expect.stringMatching(says) });
});
