import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { goodFor } from "../support/credential-samples.ts";
import { docker } from "../support/live-engine.ts";
import { liveStack } from "../support/live-stack.ts";
import { needs } from "../support/needs.ts";
import { reference } from "../support/own-world.ts";
import { piped } from "../support/piped-avb.ts";

const READER = `services:
  reader:
    image: busybox:1.35
    user: "1000"
    init: true
    entrypoint: [sh, -c, 'sha256sum < "$OPENAI_KEY_FILE"; exec sleep 600']
    environment: {OPENAI_KEY: '${reference("secret:third-party/openai#api_key")}'}
    healthcheck: {test: [CMD, "true"]}
env:
  LLM_KEY: 'secret("third-party/openai#api_key")'
`;

needs(["engine", "busyboxImage"], "a third-party credential in a real container", () => {
  test("is a file of the container's user, seen in no inspection, and made anew when it is replaced", {
    timeout: 300_000,
  }, async () => {
    const stack = await liveStack({ ".devenvrc": READER });
    await stack.trust();
    const { status, stderr } = await stack.avb("up");
    expect([status, stderr]).toEqual([10, expect.stringMatching(/\.devenvrc:3:.*CREDENTIAL_NOT_GIVEN/s)]);
    expect(await stack.containers()).toEqual([]);
    for (const key of [goodFor("openai-key"), goodFor("openai-key")]) {
      await piped(stack.home, ["secrets", "set", "openai"], key);
      await stack.json("up");
      const { id } = await stack.container("reader");
      expect(docker("logs", id)).toContain(createHash("sha256").update(key).digest("hex"));
      expect(docker("inspect", id)).not.toContain(key);
      expect((await stack.avb("exec", "--", "printenv", "LLM_KEY")).stdout.trim()).toBe(key);
    }
  });
});
