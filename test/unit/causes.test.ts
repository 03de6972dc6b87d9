import { describe, expect, test } from "vitest";
import type { EngineContainer } from "../../src/domain/containers.ts";
import { likelyCause } from "../../src/domain/live/causes.ts";

const MIB = 1024 ** 2;

const container = (more: Partial<EngineContainer> = {}): EngineContainer => ({
  ...{ id: "c1", name: "avb-shop-postgres", image: "postgres:17", imageId: "sha256:1", labels: {} },
  ...{ life: "restarting", startedAtMs: 1, finishedAtMs: 2, restartCount: 3, exitCode: 1, error: "" },
  ...{ outOfMemory: false, memoryLimit: 512 * MIB, ports: new Map() },
  ...more,
});

const RUNNING = { life: "running", restartCount: 0, exitCode: 0 } as const;

const causeOf = (text: string, more: Partial<EngineContainer> = {}, about = {}) =>
  likelyCause(
    { container: container(more), text },
    { service: "postgres", container: "postgres", own: false, ...about },
  );

describe("what a container wrote last tells the likely cause and what helps", () => {
  test.each([
    [
      "exec /usr/local/bin/docker-entrypoint.sh: exec format error",
      "another processor architecture",
      "images.postgres",
    ],
    ['could not write lock file "postmaster.pid": No space left on device', "its volume is full", "docker system df"],
    ["write /vault/file/core: disk quota exceeded", "its volume is full", "docker system df"],
    ["Error starting listener: listen tcp 0.0.0.0:8200: bind: address already in use", "is taken", "ports check"],
    [
      "The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 17.11.",
      "another major version",
      "images.postgres",
    ],
    ['FATAL:  lock file "postmaster.pid" already exists', "is locked", "avb dev restart postgres"],
    ["unable to open: database is locked (5) (SQLITE_BUSY)", "is locked", "avb dev restart postgres"],
    ['FATAL:  password authentication failed for user "keycloak"', "the password of this checkout", "avb dev reset"],
    ["mkdir: can't create directory '/data/db': Permission denied", "may not write", "avb dev reset postgres --yes"],
    ["chown: changing ownership of '/data': Operation not permitted", "may not write", "avb dev reset postgres --yes"],
    ["initdb: could not create directory: Read-only file system", "may not write", "avb dev reset postgres --yes"],
    ["* Vault is sealed", "Vault is sealed", "avb dev up"],
  ])("%s", (text, says, fix) => {
    const cause = causeOf(`something before\n${text}\nsomething after`);
    expect(cause?.says).toContain(says);
    expect(cause?.fix).toContain(fix);
  });

  test.each([
    "[org.keycloak.quarkus.runtime.storage.database.liquibase.QuarkusJpaUpdaterProvider] Initializing database schema.",
    "Migrating older model to 26.0.0",
  ])("only while it runs: %s", (text) => {
    expect(causeOf(text, RUNNING)).toMatchObject({
      says: "it is still bringing its database to the newest version",
      fix: "go on waiting: avb dev up",
    });
    expect(causeOf(text)).toBeUndefined();
    expect(causeOf(text, { ...RUNNING, restartCount: 2 })).toBeUndefined();
  });

  test("what a database refuses to a program is no matter of files", () => {
    expect(causeOf("ERROR:  permission denied for table users")).toBeUndefined();
  });

  test("words that nobody knows, and none, tell nothing", () => {
    expect(causeOf("panic: index out of range")).toBeUndefined();
    expect(causeOf("")).toBeUndefined();
  });
});

describe("a container that was killed for want of memory", () => {
  const killed = { outOfMemory: true, exitCode: 137 };

  test("is told before all that it wrote, with twice of what it had", () => {
    expect(causeOf("No space left on device", killed)).toMatchObject({
      says: "it was killed for want of memory",
      fix: "raise its limit to 1024m: memory.postgres in .devenvrc, or give the engine more memory",
    });
  });

  test("is known by a runtime's own words too", () => {
    expect(causeOf("java.lang.OutOfMemoryError: Java heap space", { exitCode: 137 })?.says).toContain("want of memory");
  });

  test("of the repository's own has its limit in its own entry, and never one below 128m", () => {
    const about = { service: "mail", container: "mail", own: true };
    const fix = "raise its limit to 128m: services.mail.mem_limit in .devenvrc, or give the engine more memory";
    expect(causeOf("", { ...killed, memoryLimit: 16 * MIB }, about)).toMatchObject({ fix });
    expect(causeOf("", { ...killed, memoryLimit: 0 }, about)).toMatchObject({ fix });
  });
});
