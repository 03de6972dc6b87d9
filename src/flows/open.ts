import { openerFor, sessionEnvironment } from "../domain/browser.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { safePath } from "../domain/safe-path.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { World } from "../domain/world.ts";
import { requireSandbox } from "./mode-verbs.ts";
import { runningSandbox } from "./observe-sandbox.ts";
import { openCheckout } from "./open-checkout.ts";
import { resolveStack } from "./resolve-stack.ts";

/** A page that can be opened, and whether it was. */
export interface Opened {
  readonly service: string;
  readonly url: string;
  readonly opened: boolean;
}

/** What is to be opened. */
export interface OpenRequest {
  readonly overrides: ConfigOverrides;
  /** The service whose page is wanted. */
  readonly service: string;
  /** Only find out the address. */
  readonly printOnly: boolean;
}

/** The pages that the sandbox server has, by the name or the service that people ask for. */
const PAGES: ReadonlyMap<string, (instance: SandboxInstance) => string> = new Map([
  ["sandbox", ({ baseUrl }) => `${baseUrl}/`],
  ["account", ({ baseUrl, realm }) => `${baseUrl}/realms/${realm}/account`],
  ["keycloak", ({ baseUrl }) => `${baseUrl}/`],
  ["lago", ({ baseUrl }) => `${baseUrl}/#billing`],
]);

/** Opens a service's page in the person's browser; without a terminal or a desktop it is only named. */
export async function open(world: World, request: OpenRequest): Promise<Opened> {
  const { service } = request;
  const checkout = await openCheckout(world, request.overrides);
  const stack = requireSandbox("open", await resolveStack(world, checkout, request.overrides));
  const address = PAGES.get(service);
  if (address === undefined) {
    const services = [...PAGES.keys()].join(", ").replace(/, (?=[^,]*$)/, " and ");
    throw AvbError.of("NOTHING_TO_OPEN", { service, mode: stack.mode, services, example: "keycloak" });
  }
  const { instance } = await runningSandbox(world, checkout);
  const url = address(instance);
  const opened = !request.printOnly && world.host.stdoutIsTty && (await shown(world, service, url));
  return { service, url, opened };
}

async function shown({ host, browser }: World, service: string, url: string): Promise<boolean> {
  const opener = openerFor(host.platform, host.env);
  if (opener === undefined) return false;
  try {
    const PATH = safePath(host.env.PATH ?? "", host.platform === "win32" ? ";" : ":");
    await browser.launch([...opener, url], { ...sessionEnvironment(host.env), PATH });
    return true;
  } catch (cause) {
    if (!(cause instanceof AvbError)) throw cause;
    throw AvbError.of("BROWSER_FAILED", { why: cause.message, url, service }, { cause });
  }
}
