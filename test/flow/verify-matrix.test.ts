import { describe, expect, test } from "vitest";
import { matrix } from "../../src/flows/matrix.ts";
import { VERIFIERS } from "../../src/flows/verify/verifiers.ts";
import { verify } from "../../src/flows/verify/verify.ts";
import { matrixTasks } from "../../src/services/tasks.ts";
import { liveWorld } from "../support/live-world.ts";

/** Real services are not seeded: only the flags and what answers are looked at. */
async function proven(...running: readonly string[]) {
  const outside = liveWorld();
  await outside.up({ mode: "sandbox", with: running, seed: running.length === 0 });
  const run = async () => {
    const { sections } = await verify(outside.tools, { sections: ["matrix"] });
    return new Map(sections.flatMap(({ proofs }) => proofs.map((proof) => [proof.id, proof] as const)));
  };
  return { ...outside, run };
}

describe("the matrix's section of verify", () => {
  test("in sandbox all its claims hold, and what is left is the application's", async () => {
    const { run } = await proven();
    const proofs = [...(await run()).values()];
    expect(proofs.filter(({ outcome }) => outcome === "broken")).toEqual([]);
    expect(proofs.filter(({ outcome }) => outcome === "held").length).toBeGreaterThan(40);
    const left = proofs.filter(({ outcome }) => outcome === "skipped");
    const theirs = left.filter(({ said }) => said?.startsWith("only the application"));
    expect(theirs.map(({ id }) => id)).toEqual(
      ["ext-001", "ext-002", "ext-003"].map((id) => `matrix.${id}.application`),
    );
    const off = left.filter((proof) => !theirs.includes(proof));
    expect(off.map(({ said }) => said)).toEqual([
      ...Array.from({ length: 3 }, () => "Vault does not run in this stack"),
      "OPA does not run in this stack",
    ]);
  });

  test("a flag says what really runs: with Temporal in the sandbox TEMPORAL_ENABLED is true, and Temporal is asked", async () => {
    const { run, world } = await proven("temporal");
    const proofs = await run();
    const claim = "TEMPORAL_ENABLED is true for the host, because Temporal runs here";
    expect(proofs.get("matrix.ext-003.here.host")).toMatchObject({ claim, outcome: "held" });
    expect(proofs.get("matrix.ext-003.effect")).toMatchObject({ outcome: "held" });
    world.servers.set("http://127.0.0.1:65009", () => ({ status: 404, headers: {}, body: "{}" }));
    expect((await run()).get("matrix.ext-003.effect")).toMatchObject({ outcome: "broken", said: "it answered 404" });
  });

  test("tokens that do not hold against the published keys break EXT-001", async () => {
    const { run, sandboxes } = await proven();
    for (const sandbox of sandboxes) sandbox.forged = true;
    expect((await run()).get("matrix.ext-001.effect")).toMatchObject({ outcome: "broken" });
  });

  test("a billing API that is no mock breaks EXT-002", async () => {
    const { run, world } = await proven();
    world.servers.set("http://127.0.0.1:63690", () => ({ status: 200, headers: {}, body: "{}" }));
    const said = "it answered 200 without the header x-avb-mock";
    expect((await run()).get("matrix.ext-002.effect")).toMatchObject({ outcome: "broken", said });
  });

  test("every task of section 9 names a section that there is, and has its proof in the printed matrix", () => {
    const printed = JSON.stringify(matrix({ section: "tasks" }));
    for (const { id, proof } of matrixTasks) {
      expect(printed).toContain(id);
      const sections = proof.replace("avb dev verify ", "").split(" ");
      for (const section of sections)
        expect([id, Object.keys(VERIFIERS)]).toEqual([id, expect.arrayContaining([section])]);
    }
  });
});
