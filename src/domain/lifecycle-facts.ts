/** How long the steps of starting and ending may take, in milliseconds, and how often they look. */
export const LIFECYCLE_MS = {
  /** From the start of the server's process until it says that it serves. */
  serverStart: 30_000,
  /** The whole of `up` unless `--timeout` says otherwise. */
  up: 60_000,
  /** After the polite request to end, before SIGTERM; and again before SIGKILL. */
  politeEnd: 2_000,
  /** After SIGKILL, before the process counts as left over. */
  forcedEnd: 2_000,
  poll: 5,
} as const;

/** How long a signing key stays published after it was retired: an hour, the longest life of a token, and a minute for clocks. */
export const RETIRED_KEY_MS = 3_660_000;

/** The client whose token proves that the sandbox can be used (matrix 4.1). */
export const PROOF_CLIENT = "agentvoicebox-backend";

/** The realm that stands for all of AgentVoiceBox (matrix 4.1). */
export const REALM = "agentvoicebox";

/** Variables of the person's own that the server needs to run at all; everything else stays outside. */
export const SERVER_ENVIRONMENT = [
  "PATH",
  "HOME",
  "TMPDIR",
  "TZ",
  "LANG",
  "SystemRoot",
  "USERPROFILE",
  "TEMP",
] as const;
