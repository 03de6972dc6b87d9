import { describe, expect, test } from "vitest";
import { startedOpa } from "../support/opa-world.ts";

describe("OPA's policies before they are loaded", () => {
  test("a policy that OPA does not take replaces nothing, and its mistake has a place", async () => {
    const set = await startedOpa();
    set.opa.data.delete("permissions");
    const location = { file: "/policies/candidate/request.rego", row: 7 };
    const errors = JSON.stringify({ errors: [{ message: "unexpected eof token", location }] });
    set.program.answer = ([verb]) => (verb === "check" ? { exitCode: 1, stdout: "", stderr: errors } : undefined);
    await expect(set.seedOpa()).rejects.toMatchObject({
      code: "POLICY_REFUSED",
      place: { file: "/avb/templates/opa/request.rego", line: 7 },
    });
    expect(set.opa.data.has("permissions")).toBe(false);
    expect(set.opa.writes).toEqual([]);
  });

  test("a policy that decides otherwise than the rules say replaces nothing, and the first line is named", async () => {
    const set = await startedOpa();
    set.opa.data.delete("permissions");
    const stdout = "data.t.test_decision: FAIL (1ms)\n  billing.read.none.own.sent: FAIL\n";
    set.program.answer = ([verb]) => (verb === "test" ? { exitCode: 2, stdout, stderr: "" } : undefined);
    await expect(set.seedOpa()).rejects.toThrow(/1 of its tests fail, the first is billing\.read\.none\.own\.sent/);
    expect(set.opa.writes).toEqual([]);
  });

  test("what is checked is gone afterwards, and may not call the outside", async () => {
    const set = await startedOpa();
    const folder = set.folder().replace("/loaded", "");
    expect(await set.world.files.list(`${folder}/candidate`)).toEqual([".kept"]);
    const allowed = JSON.parse((await set.world.files.read(`${folder}/capabilities.json`)) ?? "");
    expect(allowed.builtins).toEqual([{ name: "count" }]);
  });
});
