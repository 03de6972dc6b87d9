/** How long calls to the engine and looks at a service may take, in milliseconds. */
export const LIVE_MS = {
  /** A question: a list, an inspect. */
  look: 10_000,
  /** Making, starting or removing something; an engine that is busy unpacking layers takes its time. */
  change: 60_000,
  /** For a change that is under way when the signal comes. */
  afterSignal: 3_000,
  /** Over a container's own grace period, until the engine has answered that it is stopped. */
  stopMargin: 15_000,
  /** For a container that hears no signal before it is healthy; a database is made in two or three seconds. */
  deaf: 20_000,
  /** One answer of a service. */
  answer: 5_000,
  /** An answer that starts a JVM. */
  slowAnswer: 20_000,
  /** A question of those who only look: the engine's answer, and one of a service. */
  glance: 5_000,
  /** Whether there is anything at all, asked of an engine that may not be there. */
  peek: 1_000,
  /** Whether a registry has an image; offline the engine says so at once, behind a proxy it may take its time. */
  registry: 20_000,
  /** Silence of a registry. */
  silence: 60_000,
  /** Silence of an image's builder, who compiles. */
  build: 600_000,
  /** Of the whole time that a person gives, what is kept for telling in full why a service was not usable by then. */
  telling: 3_000,
  everyMs: 100,
  /** Until a container that others of its service need has come so far; a first migration takes minutes. */
  inside: 240_000,
} as const;

/** How many good looks in a row make a service usable. */
export const GOOD_LOOKS = 3;

/** A container that the engine started anew more often than this will not come up any more (F2); the last time may be the good one. */
export const RESTARTS = 3;

/** The whole of `up` when containers take part, unless `--timeout` says otherwise. */
export const LIVE_UP_S = 300;
