import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";

/** The kubeconfig of the Kubernetes API server that tests may use. */
export const CLUSTER_CONFIG = join(
  process.env.AVB_IMAGES_CACHE ?? join(homedir(), ".cache/avb-images"),
  "cluster/run/kubeconfig",
);

/** A namespace of a test's own in a real API server. No controller runs there: a Deployment is stored, and its pods never come. */
export interface Cluster {
  readonly namespace: string;
  /** A kubeconfig of the test's own, with these contexts besides the cluster's. */
  readonly kubeconfig: string;
  readonly context: string;
  kubectl(args: readonly string[], input?: string): string;
  /** When the Deployment was restarted last; empty where it never was. */
  restartedAt(): string;
  /** Does what a Deployment's controller does, once it was restarted after that: says that all its pods are new and well. */
  rolledOut(after: string): Promise<void>;
}

const DEPLOYMENT = (namespace: string) => ({
  ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "api", namespace } },
  spec: {
    ...{ replicas: 1, selector: { matchLabels: { app: "api" } } },
    template: { metadata: { labels: { app: "api" } }, spec: { containers: [{ name: "api", image: "busybox:1.35" }] } },
  },
});

interface Named {
  readonly name: string;
}

/** Makes the namespace with a Deployment `api`; it goes with the test. */
export function cluster(folder: string): Cluster {
  const namespace = `avb-${randomUUID().slice(0, 8)}`;
  const kubeconfig = join(folder, "kubeconfig");
  const raw = execFileSync("kubectl", ["--kubeconfig", CLUSTER_CONFIG, "config", "view", "--raw", "-o", "json"]);
  const config = JSON.parse(raw.toString());
  const [{ name: context, context: place }] = config.contexts;
  const contexts = [...config.contexts, { name: "eu-production", context: place }];
  writeFileSync(kubeconfig, JSON.stringify({ ...config, contexts }), { mode: 0o600 });
  const kubectl: Cluster["kubectl"] = (args, input) =>
    execFileSync("kubectl", ["--kubeconfig", kubeconfig, "--namespace", namespace, ...args], {
      ...{ encoding: "utf8", stdio: "pipe" as const },
      ...(input !== undefined && { input }),
    });
  kubectl(["create", "namespace", namespace]);
  onTestFinished(() => void kubectl(["delete", "namespace", namespace, "--wait=false"]));
  kubectl(["apply", "-f", "-"], JSON.stringify(DEPLOYMENT(namespace)));
  const deployment = () => JSON.parse(kubectl(["get", "deployment/api", "-o", "json"]));
  const restartedAt = (): string =>
    deployment().spec.template.metadata.annotations?.["kubectl.kubernetes.io/restartedAt"] ?? "";
  return {
    ...{ namespace, kubeconfig, context: context satisfies Named["name"], kubectl, restartedAt },
    rolledOut: async (after) => {
      await expect.poll(restartedAt, { timeout: 60_000, interval: 200 }).not.toBe(after);
      const counts = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
      const status = { observedGeneration: deployment().metadata.generation, ...counts };
      kubectl(["patch", "deployment/api", "--subresource=status", "--type=merge", "-p", JSON.stringify({ status })]);
    },
  };
}
