import { expect, test } from "vitest";
import { docker } from "../support/live-engine.ts";
import { expectDone, liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { broken, lago, seeds, stepsOf } from "../support/seeded-stack.ts";

const MINUTES = 60_000;
const SLOT = "6";
const UP = ["up", "--mode", "live", "--without", "keycloak,vault,temporal,opa,redis", "--allow-standin"] as const;

needs(["engine", "nodeImage", "dataImages"], "what avb keeps in a real Lago and PostgreSQL", () => {
  test("is made by the first up, looked for by no second one, put back where a hand changed it, made again after a loss", {
    timeout: 5 * MINUTES,
  }, async () => {
    const stack = liveStack(SLOT);
    const first = await stack.json(...UP);
    expect(stepsOf(first)).toEqual(expect.arrayContaining(["seed-lago", "seed-postgres"]));
    expect(await stack.json("up")).toMatchObject({ plan: [] });
    expect(await seeds(stack, "lago")).toMatchObject({ written: 0, counts: { unchanged: 19, unmanaged: 0 } });
    const { webhook_endpoints } = await lago(stack, "GET", "/webhook_endpoints");
    const url = "http://host.docker.internal:65320/api/v2/billing/webhooks/lago";
    expect(webhook_endpoints).toEqual([expect.objectContaining({ webhook_url: url })]);
    expect(await broken(stack, "lago")).toEqual([]);
    expect(await seeds(stack, "lago", "--plan")).toMatchObject({ counts: { unmanaged: 0 } });

    await lago(stack, "PUT", "/plans/pro", { plan: { amount_cents: 1 } });
    const change = { kind: "plan", key: "pro", do: "update", why: "amount_cents is 1, to be 9900" };
    expect(await seeds(stack, "lago", "--plan")).toMatchObject({ written: 0, changes: [change] });
    expect(await stack.avb("drift", "lago", "--exit-code")).toMatchObject({ status: 14 });
    expect(await broken(stack, "lago")).toEqual(["lago.plan.pro"]);
    expect(await seeds(stack, "lago")).toMatchObject({ written: 1, changes: [change] });
    expect((await lago(stack, "GET", "/plans/pro")).plan).toMatchObject({ amount_cents: 9900 });
    expect(await broken(stack, "lago")).toEqual([]);

    const api = await stack.container("lago-api");
    const [volume = ""] = (await stack.leftovers()).filter((name) => name.endsWith("lago-standin"));
    docker("rm", "--force", api.id);
    docker("volume", "rm", volume);
    expect(stepsOf(await stack.json("up"))).toContain("seed-lago");
    expect((await lago(stack, "GET", "/plans")).meta).toMatchObject({ total_count: 5 });
    expectDone(await stack.avb("down", "--volumes", "--yes"));
  });
});
