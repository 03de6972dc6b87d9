import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guide, type Led } from "../../src/flows/secrets/guide.ts";
import { goodFor } from "../support/credential-samples.ts";
import { held, secretsOf } from "../support/secrets-verbs.ts";
import { type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const secrets = () => secretsOf(home.world());
const [openai, sendgrid] = [goodFor("openai-key"), goodFor("sendgrid-key")];

describe("guide", () => {
  const typist = (answers: readonly string[], yes = true): Led & { readonly asked: string[] } => {
    const asked: string[] = [];
    const left = [...answers];
    const answer = async (message: string, problemOf?: (text: string) => string | undefined) => {
      asked.push(message);
      const text = left.find((one) => problemOf?.(one) === undefined) ?? "";
      return text;
    };
    return { asked, yes: async () => yes, hidden: answer, text: (message, _, problemOf) => answer(message, problemOf) };
  };
  const lead = async (led: Led | undefined, id: string, said: string[] = []) =>
    guide(await secrets(), { id, store: "local", led, again: false, say: (text) => void said.push(text) });

  test("stores what is typed at its step, and goes on where it was left", async () => {
    const said: string[] = [];
    expect((await lead(typist([], false), "sendgrid", said)).done).toBe(0);
    const led = typist([sendgrid]);
    expect((await lead(led, "sendgrid", said)).done).toBe(4);
    expect(led.asked).toEqual(["sendgrid api_key:"]);
    expect(await held(await secrets(), "sendgrid")).toEqual({ api_key: sendgrid });
    expect(said.join("\n")).not.toContain(sendgrid);
    const [first] = (await lead(undefined, "sendgrid")).steps;
    expect(first?.url).toBe("https://sendgrid.com");
  });

  test("an interrupted one begins with the step that was not done", async () => {
    let left = 2;
    const led: Led = { ...typist([openai]), yes: async () => left-- > 0 };
    expect((await lead(led, "openai")).done).toBe(2);
    const said: string[] = [];
    expect((await lead(typist([openai]), "openai", said)).done).toBe(5);
    expect(said[0]).toMatch(/going on with step 3/);
  });
});
