import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { VIEWS, type View } from "../../src/domain/env-value.ts";
import type { Mode } from "../../src/domain/modes.ts";
import { writeEnv } from "../../src/flows/env-write.ts";
import { envCheckout } from "../support/env-checkout.ts";
import { needs } from "../support/needs.ts";
import { REQUIRED_NAMES } from "../support/required-names.ts";

const STAND_IN = fileURLToPath(new URL("../support/settings_stand_in.py", import.meta.url));

interface Started {
  readonly required: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The lines `NAME problem` with which the module refuses to start, or what it read. */
async function start(path: string): Promise<Started | readonly string[]> {
  const env = { PATH: process.env.PATH ?? "", HOME: dirname(path), PYTHONDONTWRITEBYTECODE: "1" };
  try {
    return JSON.parse((await promisify(execFile)("python3", [STAND_IN, path], { env })).stdout);
  } catch (error) {
    return String(Object(error).stderr).trim().split("\n").sort();
  }
}

/** Starts the module with the file that `env --write` made, after an edit. */
async function startWith(wishes: { mode: Mode; view: View; slot?: string }, edit = (text: string) => text) {
  await using place = await envCheckout({ host: { env: wishes.slot === undefined ? {} : { AVB_SLOT: wishes.slot } } });
  const path = join(place.root, "app.env");
  const { mode, view } = wishes;
  const written = await writeEnv(place.world, {
    ...{ overrides: { mode }, path, force: false },
    wishes: { view, services: [], renames: [], profile: "django" },
  });
  await writeFile(path, edit(await readFile(path, "utf8")));
  return { started: await start(path), platform: written.platform };
}

needs(["pydanticSettings"], "a settings module like AgentVoiceBox's", () => {
  for (const mode of ["sandbox", "live"] as const)
    it.each(VIEWS)(`starts with the file written in mode ${mode} for the %s`, async (view) => {
      const { started } = await startWith({ mode, view, slot: "7" });
      expect(started).toMatchObject({
        required: [...REQUIRED_NAMES].sort(),
        settings: {
          REDIS_RETRY_ON_TIMEOUT: true,
          LLM_TEMPERATURE: 0.7,
          DJANGO_DEBUG: true,
          OPA_ENABLED: mode === "live",
          KEYCLOAK_CLIENT_ID: "agentvoicebox-backend",
        },
      });
    });

  it("in production lacks nothing but what the platform supplies", async () => {
    const { started, platform } = await startWith({ mode: "production", view: "container" });
    expect(started).toEqual(
      REQUIRED_NAMES.filter((name) => platform.includes(name))
        .map((name) => `${name} missing`)
        .sort(),
    );
  });

  it.each([
    ["TTS_CHUNK_SIZE", "# gone", "missing"],
    ["DJANGO_SECRET_KEY", "DJANGO_SECRET_KEY='short'", "string_too_short"],
    ["REDIS_URL", "REDIS_URL='redis://localhost:65005/1'", "value_error"],
    ["STT_BATCH_SIZE", "STT_BATCH_SIZE='four'", "int_parsing"],
  ])("would not start if the line of %s were %s", async (name, line, problem) => {
    const { started } = await startWith({ mode: "sandbox", view: "host" }, (file) => {
      const [before] = new RegExp(`^${name}=.*$`, "m").exec(file) ?? [];
      return file.replace(before ?? "no such line", line);
    });
    expect(started).toEqual([`${name} ${problem}`]);
  });
});
