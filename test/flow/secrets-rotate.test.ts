import { describe, expect, test } from "vitest";
import { planRotation } from "../../src/flows/secrets/rotate/rotate.ts";
import { rotation } from "../../src/flows/secrets/rotation.ts";
import { rotationPlanText } from "../../src/ui/rotation-text.ts";
import { ADMIN } from "../support/managed-routes.ts";
import { current, holding, type RotationWorld, rotating } from "../support/rotation-world.ts";
import { secretsOf } from "../support/secrets-verbs.ts";

const HOUR_MS = 3_600_000;

const means = (more: object) => ({ means: more });
const keyIn = async (all: RotationWorld, id: string) => (await current(all, id)).api_key;

test("a plan names every step in its order, and asks nobody", async () => {
  const all = await holding("openai");
  const signal = new AbortController().signal;
  const plain = { signal, yes: false, compromised: false, piped: async () => "", say: () => {} };
  const request = { id: "openai", store: "local", wish: "begin", guided: false, means: plain } as const;
  const result = await planRotation(await secretsOf(all.world), request);
  expect(all.vendors.asked).toEqual([]);
  expect(rotationPlanText(result)).toBe(`rotate openai in local (dev), API:
 1. precheck  see that the old value of openai is good, and who uses it
 2. issue     have OpenAI make a new key
 3. stage     put it beside the current one, where nobody reads it
 4. verify    see that the new one is taken
 5. promote   make it the current one; the old one stays in the history
 6. tell      tell who uses it: nobody is named in .devenvrc
 7. health    see that they are well: nobody is named in .devenvrc
 8. grace     leave the old one for 3600 s
 9. idle      see that nobody uses the old one any more
10. revoke    have OpenAI revoke the old one
11. dead      see that the old one is refused
12. tag       note when it must be replaced next`);
});

describe("a whole rotation", () => {
  test("OpenAI: a service account of its own, with the scopes that are due; the next date counts from today", async () => {
    const all = await holding("openai");
    all.world.nowMs = Date.parse("2026-11-22T10:00:00Z");
    expect((await rotating(all, "openai")).state).toBe("done");
    const [key] = [...all.vendors.keys.values()];
    expect(await keyIn(all, "openai")).toBe(key?.value);
    expect(key?.name).toMatch(/^avb-dev-openai-[a-z0-9]+$/);
    const bodies = all.world.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual([
      { name: key?.name, expires_in_seconds: 1 },
      { name: key?.name, scopes: ["model.request", "api.responses.write"] },
    ]);
    const due = (await rotation(await secretsOf(all.world), "local")).credentials.find(({ id }) => id === "openai");
    expect(due).toMatchObject({ state: "fine", next: "2027-02-22" });
  });

  test("SendGrid: a key that may send mail and nothing else", async () => {
    const all = await holding("sendgrid");
    expect((await rotating(all, "sendgrid")).state).toBe("done");
    expect([...all.vendors.keys.values()]).toMatchObject([
      { scopes: ["mail.send"], value: await keyIn(all, "sendgrid") },
    ]);
  });

  test("no value stands in the journal, in the story or in the result", async () => {
    const all = await holding("openai");
    const seen: string[] = [];
    const write = all.world.files.write;
    all.world.files.write = async (path, text, mode) => {
      if (path.includes("rotations")) seen.push(text);
      await write(path, text, mode);
    };
    const result = await rotating(all, "openai");
    const told = JSON.stringify([seen, result, all.said, all.world.files.entries.get("ended")]);
    for (const value of [all.old.value, (await keyIn(all, "openai")) ?? "", ...Object.values(ADMIN).slice(0, 3)])
      expect(told).not.toContain(value);
  });

  test("in the process after the grace it goes on; before, it waits", async () => {
    const all = await holding("sendgrid");
    const first = await rotating(all, "sendgrid", means({ graceMs: 2 * HOUR_MS }));
    expect(first).toMatchObject({ state: "waiting", until: new Date(all.world.nowMs + 2 * HOUR_MS).toISOString() });
    expect(all.vendors.keys.size).toBe(2);
    expect((await rotating(all, "sendgrid", { wish: "resume", ...means({ graceMs: 2 * HOUR_MS }) })).state).toBe(
      "waiting",
    );
    all.world.nowMs += 2 * HOUR_MS;
    expect((await rotating(all, "sendgrid", { wish: "resume", ...means({ graceMs: 2 * HOUR_MS }) })).state).toBe(
      "done",
    );
    expect(all.vendors.keys.size).toBe(1);
  });
});
