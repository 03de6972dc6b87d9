import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeHttp } from "../../src/adapters/http.ts";
import { type Opa, opaAt } from "../../src/services/opa/api.ts";
import { expectDone, type LiveStack, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { OPA_OBLIGATIONS } from "../support/opa-obligations.ts";

const WITHOUT = ["--without", "keycloak,vault,lago,temporal,postgres,redis"] as const;
const DECISION = {
  user: { id: "u", roles: [], tenant_id: "t" },
  resource: { type: "tenant", id: "t", tenant_id: "t" },
};

/** What `verify opa` says is broken. */
async function broken(stack: LiveStack): Promise<readonly string[]> {
  const { status, stdout } = await stack.avb("verify", "opa", "--json");
  const { sections } = JSON.parse(stdout).data;
  const proofs: readonly { id: string; outcome: string }[] = sections[0].proofs;
  expect(proofs.length).toBeGreaterThan(700);
  const names = proofs.filter(({ outcome }) => outcome !== "held").map(({ id }) => id);
  expect(status === 0).toBe(names.length === 0);
  return names;
}

const written = async (stack: LiveStack) => (await stack.json("seed", "opa")).written;

const loadedFolder = (stack: LiveStack) => join(stack.stateFolder(), "opa", "loaded");

/** Does something to the server, sees that verify names it, and that a seeding puts it back. */
async function breakAndMend(stack: LiveStack, act: () => Promise<void>, names: string, many: number): Promise<void> {
  await act();
  expect(await broken(stack)).toContain(names);
  expect(await written(stack)).toBe(many);
}

needs(["engine", "liveImages"], "OPA in a live stack", () => {
  test("decides as the rules say; what is changed by hand is seen, named and put back", {
    timeout: 120_000,
  }, async () => {
    const stack = await liveStack({ "own.rego": "package reports\n\nallow if input.n == 1\n" });
    expectDone(await stack.avb("up", "--mode", "live", ...WITHOUT));
    const opa = opaAt(nodeHttp, (await stack.container("opa")).ports.get(8181) ?? 0);
    expect(await broken(stack)).toEqual([]);
    expect(await written(stack)).toBe(0);
    for (const [what, holds] of Object.entries(OPA_OBLIGATIONS))
      await holds(opa).catch((error: unknown) => expect.fail(`${what}: ${error}`));

    const rules = structuredClone(await opa.data("permissions")) as { rules: { roles: string[] }[] };
    rules.rules[1]?.roles.push("user");
    const id = "policies/loaded/policy.rego";
    const raw = (await opa.policies()).find((one) => one.id === id)?.raw ?? "";
    const widened = raw.replace("asked.resource.tenant_id == asked.user.tenant_id", "true");
    const flip = () => opa.putData("permissions", rules);
    await breakAndMend(stack, flip, "opa.tenant.update.user.own.documented", 1);
    await breakAndMend(stack, () => opa.putPolicy(id, widened), "opa.billing.read.admin.foreign.sent", 1);
    const edit = async () => {
      writeFileSync(join(loadedFolder(stack), "policy.rego"), "package agentvoicebox\n\ndefault allow := true\n");
      await expect.poll(() => opa.decide({}), { timeout: 5000 }).toBe(true);
    };
    await breakAndMend(stack, edit, "opa.malformed.no-user", 1);
    expect(await broken(stack)).toEqual([]);

    await opa.putPolicy("mine", "package agentvoicebox\n\nallow if input.key == 7\n");
    expect(await broken(stack)).toEqual(["opa.policies"]);
    const { services } = await stack.json("seed", "opa");
    expect(services).toMatchObject([{ changes: [{ kind: "policy", key: "mine", do: "orphan" }], written: 0 }]);

    execFileSync("docker", ["restart", "--time", "1", (await stack.container("opa")).id], { stdio: "ignore" });
    expectDone(await stack.avb("up", "--mode", "live", ...WITHOUT));
    expect(await broken(stack)).toEqual([]);
    await ownPolicies(stack, opa);
  });
});

/** Policies of the team's own, right and wrong. */
async function ownPolicies(stack: LiveStack, opa: Opa): Promise<void> {
  const held = async () => new Map((await opa.policies()).map(({ id, raw }) => [id, raw]));
  const before = await held();
  stack.put(".devenvrc", "seeds:\n  opa: [own.rego]\n");
  await stack.trust();
  const outside = ["http.send({})", "opa.runtime()", 'net.lookup_ip_addr("x")'];
  for (const [text, whys] of [
    ["package reports\n\nallow {\n  true\n}\n", ["own.rego:3: .*`if` keyword is required"]],
    [
      `package reports\n\n${outside.map((call, at) => `rule${at} := ${call}\n`).join("")}`,
      ["own.rego:3: .*http.send", "own.rego:4: .*opa.runtime", "own.rego:5: .*net.lookup_ip_addr"],
    ],
  ] as const) {
    stack.put("own.rego", text);
    await stack.trust();
    const { status, stderr } = await stack.avb("seed", "opa");
    expect(status, stderr).toBe(3);
    for (const why of whys) expect(stderr).toMatch(new RegExp(why));
    expect(stderr).toContain("[POLICY_REFUSED]");
    expect(await held()).toEqual(before);
  }
  stack.put("own.rego", "package reports\n\nallow if input.n == 1\n");
  await stack.trust();
  expect(await written(stack)).toBe(1);
  expect((await opa.policies()).map(({ id }) => id)).toContain("policies/loaded/own-1-own.rego");
  expect(await opa.decide({ ...DECISION, action: "read" })).toBe(true);
  stack.put(".devenvrc", "{}\n");
  expect((await stack.json("seed", "opa", "--prune")).written).toBe(1);
  expect(readdirSync(loadedFolder(stack)).sort()).toEqual([".kept", "data.json", "policy.rego", "request.rego"]);
  expect(await held()).toEqual(before);
  expect(readFileSync(join(loadedFolder(stack), "request.rego"), "utf8")).toContain("package agentvoicebox.request");
}
