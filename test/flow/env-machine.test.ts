import { describe, expect, it } from "vitest";
import type { View } from "../../src/domain/env-value.ts";
import { answerEnv, type EnvAsked } from "../../src/flows/env-command.ts";
import { lifecycleWorld } from "../support/lifecycle-world.ts";

const GATEWAY = "172.17.0.1";

/** A sandbox that was started for containers, and what `env` then says. */
async function forContainers() {
  const { world, up } = lifecycleWorld();
  world.files.put("/home/dev/shop/.git/HEAD", "ref: refs/heads/main\n");
  const env = async (view: View, more: Partial<EnvAsked> = {}) => {
    const nothing = { overrides: {}, reveal: false, force: false, example: false, check: false, dataOnly: false };
    const wishes = { view, services: [], renames: [], profile: "django" } as const;
    return (await answerEnv(world, { ...nothing, wishes, format: "json", ...more })).text ?? "";
  };
  const before = await env("container", { example: true });
  world.engineFacts = { version: "28.5.2", gateway: GATEWAY, address: "unix:///s" };
  await up({ forContainers: true });
  return { env, before };
}

describe("env beside a sandbox that was started for containers", () => {
  it("gives containers the machine's address, and Django on the machine answers to it", async () => {
    const { env } = await forContainers();
    const [inside, outside] = [await env("container"), await env("host")].map((text) => JSON.parse(text));
    expect(inside).toMatchObject({
      KEYCLOAK_URL: `http://${GATEWAY}:8080`,
      VOICE_AGENT_BASE_URL: `http://${GATEWAY}:65020`,
      OLLAMA_BASE_URL: `http://${GATEWAY}:11434`,
    });
    expect(outside.DJANGO_ALLOWED_HOSTS.split(",")).toContain(GATEWAY);
    expect(outside.VOICE_AGENT_BASE_URL).toBe("http://localhost:65020");
  });

  it("writes the same example as anywhere else", async () => {
    const { env, before } = await forContainers();
    expect(await env("container", { example: true })).toBe(before);
  });
});
