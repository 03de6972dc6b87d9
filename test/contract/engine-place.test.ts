import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeEngine } from "../../src/adapters/engine.ts";
import { findEngine } from "../../src/adapters/engine-address.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "avb-engine-"));
});

afterAll(() => rm(folder, { recursive: true }));

describe("where the engine is looked for", () => {
  const find = (env: Record<string, string>) => findEngine({ env, home: folder, platform: "linux" });

  test("DOCKER_HOST wins over a context, a context over the usual sockets", async () => {
    const id = createHash("sha256").update("colima").digest("hex");
    await mkdir(join(folder, ".docker/contexts/meta", id), { recursive: true });
    const meta = { Name: "colima", Endpoints: { docker: { Host: "unix:///home/me/.colima/docker.sock" } } };
    await writeFile(join(folder, ".docker/contexts/meta", id, "meta.json"), JSON.stringify(meta));
    await writeFile(join(folder, ".docker/config.json"), '{"currentContext":"colima"}');
    expect((await find({})).address.text).toBe("unix:///home/me/.colima/docker.sock");
    expect((await find({ DOCKER_HOST: "tcp://10.0.0.5:2376" })).address).toMatchObject({ kind: "tcp", tls: true });
    expect((await find({ DOCKER_CONTEXT: "default" })).address.text).toBe("unix:///var/run/docker.sock");
    expect((await find({ DOCKER_CONTEXT: "gone" })).address.text).toBe("unix:///var/run/docker.sock");
  });

  test("what named it is told, and a context that is not there", async () => {
    const place = (env: Record<string, string>) => nodeEngine({ env, home: folder, platform: "linux" }).place();
    const colima = { address: "unix:///home/me/.colima/docker.sock", reach: "local", because: "the context colima" };
    expect(await place({})).toEqual(colima);
    expect(await place({ DOCKER_HOST: "ssh://me:pass@box" })).toEqual({
      ...{ address: "ssh://box", reach: "ssh", because: "DOCKER_HOST" },
    });
    expect(await place({ DOCKER_CONTEXT: "gone" })).toMatchObject({
      because: "a usual socket",
      missingContext: "gone",
    });
    expect(await place({ DOCKER_CONTEXT: "default" })).not.toHaveProperty("missingContext");
  });

  test("a tcp address without a port has Docker's", async () => {
    expect((await find({ DOCKER_HOST: "tcp://[::1]" })).address).toMatchObject({ host: "::1", port: 2375, tls: false });
  });
});
