import { afterEach, beforeEach, expect, test } from "vitest";
import { exportValues } from "../../src/flows/secrets/export-values.ts";
import { requirePinnedContext } from "../../src/flows/secrets/kube-context.ts";
import { goodFor } from "../support/credential-samples.ts";
import { secretsOf } from "../support/secrets-verbs.ts";
import { errorsOf, type TempCheckout, tempCheckout } from "../support/temp-checkout.ts";

let home: TempCheckout;
beforeEach(() => {
  home = tempCheckout();
});
afterEach(() => home.remove());

const kubeconfig = (current: string, server = "https://127.0.0.1:6443") => `apiVersion: v1
kind: Config
current-context: ${current}
contexts:
  - {name: kind-shop, context: {cluster: kind-shop, user: me}}
  - {name: eu-production, context: {cluster: eu, user: me}}
  - {name: other, context: {cluster: other-cluster, user: me}}
clusters:
  - {name: kind-shop, cluster: {server: "${server}"}}
  - {name: other-cluster, cluster: {server: "https://somebody:password@other.example.com:6443/x"}}
users:
  - {name: me, user: {token: canary-token}}
`;

const secrets = (more: Parameters<typeof secretsOf>[1] = {}, env: Readonly<Record<string, string>> = {}) =>
  secretsOf(home.world({ env: { AVB_STATE_DIR: home.state, OPENAI_API_KEY: goodFor("openai-key"), ...env } }), more);
const codes = async (act: () => Promise<unknown>) =>
  (await errorsOf(act)).map(({ code, exitCode }) => `${code} ${exitCode}`);
const exported = { ids: ["openai"], store: "env", format: "k8s-literal" } as const;

test("a Kubernetes text is made only for the context that was there first; it is shown, and another one is refused", async () => {
  const path = home.put("kube", kubeconfig("kind-shop"));
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const env = { KUBECONFIG: `${home.root}/none:${path}` };
  expect((await exportValues(await secrets({ say }, env), exported)).text).toContain("kind: Secret");
  expect(said).toEqual([
    "kubernetes is context kind-shop, cluster kind-shop at https://127.0.0.1:6443; from now on dev of this checkout is pinned to it",
  ]);
  home.put("kube", kubeconfig("other"));
  const [error] = await errorsOf(async () => exportValues(await secrets({}, env), exported));
  expect(error).toMatchObject({ code: "STORE_NOT_PINNED", exitCode: 15 });
  expect(error?.message).toContain("cluster other-cluster at https://other.example.com:6443,");
  expect(error?.message).not.toMatch(/password|canary/);
  expect((await exportValues(await secrets({ allowProduction: true }, env), exported)).ids).toEqual(["openai"]);
  home.put("kube", kubeconfig("kind-shop", "https://10.0.0.1:6443"));
  expect(await codes(async () => exportValues(await secrets({}, env), exported))).toEqual(["STORE_NOT_PINNED 15"]);
  expect((await exportValues(await secrets({}, env), { ...exported, format: "dotenv" })).ids).toEqual(["openai"]);
});

test("a context that looks like production is refused, and one of the home folder is found", async () => {
  const path = home.put("../.kube/config", kubeconfig("eu-production"));
  expect(path).toContain(".kube");
  expect(await codes(async () => exportValues(await secrets(), exported))).toEqual(["STORE_LOOKS_PRODUCTION 15"]);
});

test("without a context a text is made all the same, and what needs one says so", async () => {
  expect((await exportValues(await secrets(), exported)).ids).toEqual(["openai"]);
  const { tools } = await secrets();
  expect(await codes(() => requirePinnedContext(tools, { needed: true }))).toEqual(["KUBE_CONTEXT 3"]);
  home.put("../.kube/config", "current-context: [canary-token\n");
  const [error] = await errorsOf(async () => exportValues(await secrets(), exported));
  expect([error?.code, String(error?.message).includes("canary")]).toEqual(["KUBE_CONTEXT", false]);
});
