import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { liveSecrets } from "../../src/flows/live/live-secrets.ts";
import { openCheckout } from "../../src/flows/open-checkout.ts";
import { realWorld } from "../../src/real-world.ts";
import { docker } from "./live-engine.ts";
import type { LiveStack } from "./live-stack.ts";

const run = promisify(execFile);

/** A program that uses a stack: once on this machine, once in a container on the stack's network. */
export interface LiveApplication {
  /** A secret of the checkout by its name. */
  secret(name: string): Promise<string>;
  /** What this JavaScript, an async function's body, returns in the application's container. */
  inContainer(body: string, env?: Readonly<Record<string, string>>): Promise<unknown>;
  /** Ends its container, which is on the stack's network. */
  remove(): void;
}

/** Runs a program in a container of the stack; what is secret is handed on in the environment. */
export async function within(
  id: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const names = Object.keys(env).flatMap((name) => ["--env", name]);
  const { stdout } = await run("docker", ["exec", ...names, id, ...command], { env: { ...process.env, ...env } });
  return stdout.trim();
}

/** Starts the application's container beside a stack that runs. */
export function liveApplication(stack: LiveStack, network: string): LiveApplication {
  const name = `avb-test-${randomUUID().slice(0, 8)}`;
  docker("run", "--detach", "--init", "--name", name, "--network", network, "node:20-slim", "sleep", "3600");
  const remove = () => void docker("rm", "--force", name);
  onTestFinished(remove);
  return {
    remove,
    async secret(of) {
      const world = realWorld(process.cwd());
      const { env, folder } = stack.home;
      const host = { ...world.host, cwd: stack.root, home: folder, env: { ...env, AVB_SLOT: stack.slot } };
      const checkout = await openCheckout({ ...world, host });
      return (await (await liveSecrets({ ...world, host }, checkout)).get(of)).reveal();
    },
    async inContainer(body, env = {}) {
      const script = `(async () => { ${body} })().then((it) => console.log(JSON.stringify(it)))`;
      return JSON.parse(await within(name, ["node", "-e", script], env));
    },
  };
}
