import { handedOn } from "../../../domain/child-environment.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { printable } from "../../../domain/printable.ts";
import type { Output } from "../../../domain/processes.ts";
import { requirePinned } from "../store-pin.ts";
import type { Consumer, ConsumerKind, RotationRun } from "./rotation-run.ts";

const LONGEST_REASON = 300;
const QUESTION_MS = 20_000;
/** What kubectl finds its clusters and their logins by, beside what every program gets. */
const CLUSTER = /^(?:KUBECONFIG|AWS_PROFILE|AWS_REGION|AWS_DEFAULT_REGION|AZURE_CONFIG_DIR|CLOUDSDK_CONFIG)$/;

/** A workload that is rolled out anew. Its context is always named, and pinned with the address that it led to first. */
export const KUBECTL: ConsumerKind = {
  nameOf: ({ kubectl }) => `kubectl ${kubectl?.workload} (${kubectl?.context}/${kubectl?.namespace})`,
  reach,
  tell: async (run, consumer) => {
    const { kubectl: place } = consumer.wish;
    const why = await reach(run, consumer);
    if (why !== undefined) return why;
    const ended = await kubectl(run, place, ["rollout", "restart", place?.workload ?? ""]);
    return ended.exitCode === 0 ? undefined : `was not restarted: ${reasonIn(ended)}`;
  },
  isWell: async (run, { wish, timeoutMs }) => {
    const words = ["rollout", "status", wish.kubectl?.workload ?? "", `--timeout=${timeoutMs / 1000}s`];
    const ended = await kubectl(run, wish.kubectl, words, timeoutMs);
    return ended.exitCode === 0 ? undefined : `is not rolled out: ${reasonIn(ended)}`;
  },
  fix: "see what the context leads to: kubectl config get-contexts",
};

/** Asked before each restart: what a context leads to may change under one's feet. */
async function reach(run: RotationRun, { wish }: Consumer): Promise<string | undefined> {
  const { context = "", namespace = "", workload = "" } = wish.kubectl ?? {};
  const server = await serverOf(run, context);
  if (typeof server !== "string") return server.why;
  const what = `context ${context} at ${server}`;
  await requirePinned(run.secrets.tools, `kubectl-${context.replace(/[^\w.-]/g, "_")}`, {
    ...{ what, names: [context, namespace, server] },
  });
  const got = await kubectl(run, { context, namespace }, ["get", workload, "-o", "name"]);
  return got.exitCode === 0 ? undefined : reasonIn(got);
}

async function serverOf(run: RotationRun, context: string): Promise<string | { readonly why: string }> {
  const view = ["config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"];
  const { exitCode, stdout, stderr } = await kubectl(run, { context }, view);
  if (exitCode !== 0) return { why: reasonIn({ stdout, stderr }) };
  return stdout.trim() === "" ? { why: `there is no context ${context}` } : printable(stdout.trim(), LONGEST_REASON);
}

interface Place {
  readonly context: string;
  readonly namespace?: string;
}

async function kubectl(
  run: RotationRun,
  place: Place | undefined,
  words: readonly string[],
  timeoutMs = 0,
): Promise<Output> {
  const { world, checkout } = run.secrets.tools;
  const { context = "", namespace } = place ?? {};
  const cluster = Object.entries(world.host.env).filter(([name, text]) => CLUSTER.test(name) && text !== undefined);
  const env = { ...handedOn(world.host.env), ...Object.fromEntries(cluster.map(([name, text]) => [name, text ?? ""])) };
  const where = ["--context", context, ...(namespace === undefined ? [] : ["--namespace", namespace])];
  const options = { cwd: checkout.root, env, timeoutMs: timeoutMs + QUESTION_MS };
  return world.shell.run(["kubectl", ...where, ...words], options).catch((error: unknown): Output => {
    if (error instanceof AvbError) return { exitCode: 127, stdout: "", stderr: error.message };
    throw error;
  });
}

const reasonIn = ({ stderr, stdout }: Pick<Output, "stderr" | "stdout">): string =>
  printable((stderr.trim() || stdout.trim()).split("\n").at(-1) ?? "", LONGEST_REASON);
