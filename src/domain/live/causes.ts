import type { EngineContainer } from "../containers.ts";

/** What a container's end or its last words look like, what that means, and what helps. */
interface Cause {
  readonly when: (seen: { readonly container: EngineContainer; readonly text: string }) => boolean;
  readonly says: string;
  readonly fix: string;
}

const wrote =
  (pattern: RegExp): Cause["when"] =>
  (seen) =>
    pattern.test(seen.text);

const MIGRATES = /liquibase|Waiting for changelog lock|migrat/i;
const isInItsFirstStart = ({ life, restartCount }: EngineContainer): boolean =>
  life === "running" && restartCount === 0;

/** The likeliest first; `{service}` and `{more}` are filled in. */
const CAUSES: readonly Cause[] = [
  {
    when: ({ container: { outOfMemory, exitCode }, text }) =>
      outOfMemory || (exitCode === 137 && /OutOfMemoryError|Cannot allocate memory/.test(text)),
    says: "it was killed for want of memory",
    fix: "raise its limit to {more}: {limit}, or give the engine more memory",
  },
  {
    when: wrote(/exec format error/i),
    says: "its image is made for another processor architecture",
    fix: "choose an image of this machine's architecture: {image} in .devenvrc",
  },
  {
    when: wrote(/no space left on device|disk quota exceeded/i),
    says: "the disk or its volume is full",
    fix: "docker system df && docker image prune",
  },
  {
    when: wrote(/address already in use|port is already allocated|failed to bind/i),
    says: "a port that it wants is taken",
    fix: "avb dev ports check",
  },
  {
    when: wrote(
      /database files are incompatible|unrecognized configuration parameter|initialized by PostgreSQL version/i,
    ),
    says: "its volume was made by another major version",
    fix: "choose the image that made it: {image} in .devenvrc",
  },
  {
    when: wrote(/database is locked|lock file .* already exists|could not lock|SQLITE_BUSY/i),
    says: "its database is locked by another process",
    fix: "avb dev restart {service}",
  },
  {
    when: wrote(/password authentication failed|FATAL:.*role .* does not exist/i),
    says: "the database does not know the password of this checkout: the volume was made with other secrets",
    fix: "avb dev reset {service} --yes",
  },
  {
    // "Permission denied for table x" is what a database says to a program, and no matter of files.
    when: wrote(/permission denied(?! for )|operation not permitted|read-only file system/i),
    says: "it may not write where it has to",
    fix: "avb dev reset {service} --yes",
  },
  {
    // One that has ended is not waiting for anything: there these words are a part of why it failed.
    when: (seen) => isInItsFirstStart(seen.container) && MIGRATES.test(seen.text),
    says: "it is still bringing its database to the newest version",
    fix: "go on waiting: avb dev up",
  },
  {
    when: wrote(/vault is sealed/i),
    says: "Vault is sealed",
    fix: "avb dev up",
  },
];

/** Whose failure it is. */
interface Failing {
  readonly service: string;
  readonly container: string;
  /** True for a container of the repository's own. */
  readonly own: boolean;
}

/** The likely cause of a failure and what helps, or undefined where nothing is known. */
export function likelyCause(
  seen: { readonly container: EngineContainer; readonly text: string },
  about: Failing,
): { readonly says: string; readonly fix: string } | undefined {
  const cause = CAUSES.find(({ when }) => when(seen));
  if (cause === undefined) return undefined;
  const facts = { ...about, ...settingsOf(about), more: moreMemory(seen.container.memoryLimit) };
  const fix = cause.fix.replace(/\{(\w+)\}/g, (_, name: string) => String(Object(facts)[name] ?? ""));
  return { says: cause.says, fix };
}

/** Where its limit and its image are set. */
const settingsOf = ({ service, container, own }: Failing) => ({
  limit: `${own ? `services.${service}.mem_limit` : `memory.${container}`} in .devenvrc`,
  image: own ? `services.${service}.image` : `images.${container}`,
});

/** Twice of what it has, in whole MiB as compose writes it. */
const moreMemory = (limit: number): string => `${Math.ceil((Math.max(limit, 64 * 1024 ** 2) * 2) / 1024 ** 2)}m`;
