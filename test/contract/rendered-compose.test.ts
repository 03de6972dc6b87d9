import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { needs } from "../support/needs.ts";
import { renderShop } from "../support/render-world.ts";

/** What compose makes of a document, as far as the tests look. */
interface Resolved {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly ports?: readonly { readonly host_ip: string }[];
        readonly labels: Readonly<Record<string, string>>;
        readonly restart: string;
        readonly command?: readonly string[];
      }
    >
  >;
}

needs(["compose"], "rendered documents as compose reads them", () => {
  const folder = mkdtempSync(join(tmpdir(), "avb-rendered-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function config(text: string, options: readonly string[] = []): Resolved {
    const file = join(folder, "compose.yaml");
    writeFileSync(file, text);
    const args = ["compose", "-f", file, "--env-file", "/dev/null", ...options, "config", "--format", "json"];
    const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout);
  }

  test("both documents of the live mode are accepted, and publish on the loopback address alone", async () => {
    const { rendering } = await renderShop("with: [kafka]\n");
    for (const { text, containers } of rendering.documents) {
      const { services } = config(text);
      expect(Object.keys(services).sort()).toEqual(containers);
      for (const { ports = [] } of Object.values(services))
        for (const { host_ip } of ports) expect(host_ip).toBe("127.0.0.1");
    }
  });

  test("words that other YAML readers take for yes and no stay words", async () => {
    const { rendering } = await renderShop();
    const [stack, lago] = rendering.documents.map(({ text }) => config(text));
    expect(stack?.services.redis?.command).toContain("yes");
    expect(lago?.services["lago-migrate"]?.restart).toBe("no");
    for (const { text } of rendering.documents) expect(text).not.toMatch(/: (yes|no|on|off)$/m);
  });

  test("a folder with dollar signs in its name is named as it is", async () => {
    const root = "/home/dev/a$b\u0024{HOME}$$";
    const { rendering } = await renderShop("", {}, root);
    const { services } = config(rendering.documents[0]?.text ?? "");
    // What `config` prints is a compose file again, with dollar signs doubled.
    expect(services.redis?.labels["avb.root"]?.replaceAll("$$", "$")).toBe(root);
  });

  test.each([
    ["sandbox", ["postgres", "redis"]],
    ["kafka", ["kafka"]],
    [
      "live",
      [
        "keycloak",
        "lago-api",
        "lago-clock",
        "lago-db",
        "lago-front",
        "lago-migrate",
        "lago-redis",
        "lago-worker",
        "opa",
        "postgres",
        "redis",
        "temporal",
        "vault",
      ],
    ],
  ])("the profile %s is accepted and has its services", async (profile, names) => {
    const { rendering } = await renderShop("", { profiles: true, overrides: {} });
    const { services } = config(rendering.documents[0]?.text ?? "", ["--profile", profile]);
    expect(Object.keys(services).sort()).toEqual(names);
  });
});
