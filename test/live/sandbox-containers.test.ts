import { execFileSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { needs } from "../support/needs.ts";
import { sandboxProcess } from "../support/sandbox-process.ts";

const IMAGE = "node:20-slim";
const FETCH = "fetch(process.argv[1]).then(async (answer) => process.stdout.write(await answer.text()))";

needs(["engine", "nodeImage"], "the sandbox for applications in containers", () => {
  test("a container reads discovery and keys under the address it asked for", async () => {
    // The engine knows it also while no container runs and the bridge is down.
    const format = "{{(index .IPAM.Config 0).Gateway}}";
    const bridge = execFileSync("docker", ["network", "inspect", "bridge", "-f", format], { encoding: "utf8" }).trim();
    const sandbox = await sandboxProcess({ gateway: bridge });
    onTestFinished(() => sandbox.remove());
    const { launch } = sandbox;
    expect(await sandbox.start().said).toBe("ready");
    const inContainer = (path: string) =>
      execFileSync(
        "docker",
        [
          ...["run", "--rm", "--pull", "never", "--add-host", `host.docker.internal:${bridge}`, IMAGE],
          ...["node", "-e", FETCH, `http://host.docker.internal:${launch.identityPort}/realms/${launch.realm}${path}`],
        ],
        { encoding: "utf8", timeout: 30_000 },
      );
    const metadata = JSON.parse(inContainer("/.well-known/openid-configuration"));
    expect(metadata.issuer).toBe(`http://localhost:${launch.identityPort}/realms/${launch.realm}`);
    expect(metadata.jwks_uri).toContain(`http://host.docker.internal:${launch.identityPort}/`);
    expect(JSON.parse(inContainer("/protocol/openid-connect/certs")).keys).toHaveLength(1);
  });
});
