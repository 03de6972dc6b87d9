import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Cluster, cluster } from "../support/cluster.ts";
import { ADMIN } from "../support/managed-routes.ts";
import { managedVendorServer } from "../support/managed-vendor-server.ts";
import { needs } from "../support/needs.ts";
import { piped } from "../support/piped-avb.ts";
import { avbHome } from "../support/run-avb.ts";

const MINUTES = 60_000;

const consumer = (context: string, { namespace }: Cluster, more = "") =>
  `rotations:\n  sendgrid:\n    grace: 0s\n    consumers:\n      - kubectl: {context: ${context}, namespace: ${namespace}, workload: deployment/api}\n${more}`;

/** A checkout that holds a key of SendGrid's, and a Deployment that uses it. */
async function using(contextOf: (one: Cluster) => string = ({ context }) => context) {
  const home = avbHome();
  onTestFinished(() => home.remove());
  const vendors = await managedVendorServer();
  const place = cluster(home.folder);
  const env = { ...ADMIN, AVB_VENDORS_URL: vendors.url, KUBECONFIG: place.kubeconfig };
  const configure = async (text: string) => {
    writeFileSync(join(home.cwd, ".devenvrc"), text);
    expect((await home.run(["trust", "--yes"])).status).toBe(0);
  };
  await configure(consumer(contextOf(place), place));
  const old = vendors.add("sendgrid", "old");
  expect((await piped(home, ["secrets", "set", "sendgrid"], old.value, env)).status).toBe(0);
  const rotate = (...more: readonly string[]) => home.run(["secrets", "rotate", "sendgrid", "--yes", ...more], env);
  const value = async () => {
    const { stdout } = await home.run(["secrets", "get", "sendgrid", "--reveal", "--json"], env);
    return JSON.parse(stdout).data.fields.api_key.value;
  };
  return { home, vendors, place, env, old, rotate, value, configure };
}

needs(["cluster"], "a Deployment of a real Kubernetes API server that uses a credential", () => {
  test(
    "is restarted with each rotation, and the old value is revoked once it is rolled out",
    async () => {
      const { vendors, place, old, rotate, value } = await using();
      const seen: number[] = [];
      for (const _ of ["first", "second"]) {
        const before = place.restartedAt();
        const [run] = await Promise.all([
          rotate(),
          place.rolledOut(before).finally(() => seen.push(vendors.keys.size)),
        ]);
        expect(run.status, run.stderr).toBe(0);
        expect(place.restartedAt()).not.toBe(before);
      }
      // Both keys held while the pods were not new yet.
      expect(seen).toEqual([2, 2]);
      expect([...vendors.keys.values()].map((one) => one.value)).toEqual([await value()]);
      expect(await value()).not.toBe(old.value);
    },
    3 * MINUTES,
  );

  test(
    "that does not roll out stops it with both values holding, and going back restarts it once more",
    async () => {
      const { vendors, place, old, rotate, value, configure } = await using();
      await configure(consumer(place.context, place, "        timeout: 2\n"));
      const failed = await rotate();
      expect([failed.status, failed.stderr]).toEqual([8, expect.stringContaining("[ROTATION_CONSUMER]")]);
      expect(failed.stderr).toContain("is not rolled out");
      const before = place.restartedAt();
      expect([before === "", vendors.keys.size]).toEqual([false, 2]);
      await configure(consumer(place.context, place));
      const [back] = await Promise.all([rotate("--rollback"), place.rolledOut(before)]);
      expect(back.status, back.stderr).toBe(0);
      expect([await value(), [...vendors.keys.values()]]).toEqual([old.value, [old]]);
    },
    3 * MINUTES,
  );

  test(
    "is looked for at the context and address that were there first; any other one is refused with 15",
    async () => {
      const { vendors, place, old, rotate, value, configure } = await using();
      const [first] = await Promise.all([rotate(), place.rolledOut("")]);
      expect(first.status, first.stderr).toBe(0);
      expect(first.stderr).toContain(`context ${place.context} at https://127.0.0.1:`);
      const now = await value();
      const elsewhere = readFileSync(place.kubeconfig, "utf8").replaceAll("https://127.0.0.1:", "https://localhost:");
      writeFileSync(place.kubeconfig, elsewhere);
      const moved = await rotate();
      expect([moved.status, moved.stderr]).toEqual([15, expect.stringContaining("[STORE_NOT_PINNED]")]);
      await configure(consumer("eu-production", place));
      const production = await rotate();
      expect([production.status, production.stderr]).toEqual([15, expect.stringContaining("[STORE_LOOKS_PRODUCTION]")]);
      await configure(consumer("nowhere", place));
      const unknown = await rotate();
      expect([unknown.status, unknown.stderr]).toEqual([3, expect.stringContaining("[ROTATION_CONTEXT]")]);
      expect([await value(), vendors.keys.size, vendors.keys.has(old.id)]).toEqual([now, 1, false]);
    },
    3 * MINUTES,
  );

  test(
    "gets its Secret from what export wrote, for the pinned context alone",
    async () => {
      const { home, place, env, old } = await using();
      const write = (...more: readonly string[]) =>
        home.run(
          ["secrets", "export", "sendgrid", "--format", "k8s-literal", "--out", "secret.yaml", "--force", ...more],
          env,
        );
      const written = await write();
      expect(written.status, written.stderr).toBe(0);
      place.kubectl(["apply", "-f", join(home.cwd, "secret.yaml")]);
      const { data } = JSON.parse(place.kubectl(["get", "secret/sendgrid-api-key", "-o", "json"]));
      expect(Buffer.from(data["api-key"], "base64").toString()).toBe(old.value);
      place.kubectl(["config", "use-context", "eu-production"]);
      const refused = await write();
      expect([refused.status, refused.stderr]).toEqual([15, expect.stringContaining("eu-production")]);
    },
    MINUTES,
  );
});
