import { openerFor, sessionEnvironment } from "../domain/browser.ts";
import type { Checkout } from "../domain/checkout.ts";
import type { ConfigOverrides } from "../domain/config.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { safePath } from "../domain/safe-path.ts";
import type { SandboxInstance } from "../domain/sandbox-instance.ts";
import type { Stack } from "../domain/stack.ts";
import type { World } from "../domain/world.ts";
import { containerPage, pagesIn } from "./live/container-page.ts";
import { requireStartable } from "./mode-verbs.ts";
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
  const stack = requireStartable("open", await resolveStack(world, checkout, request.overrides));
  const url = await pageOf(world, checkout, { service, stack });
  const opened = !request.printOnly && world.host.stdoutIsTty && (await shown(world, service, url));
  return { service, url, opened };
}

async function pageOf(
  world: World,
  checkout: Checkout,
  { service, stack }: { readonly service: string; readonly stack: Stack },
): Promise<string> {
  if (stack.running.has(service)) {
    const page = await containerPage(world, checkout, { service, stack });
    if (page !== undefined) return page;
  }
  const address = serverPages(stack).includes(service) ? PAGES.get(service) : undefined;
  if (address !== undefined) return address((await runningSandbox(world, checkout)).instance);
  const known = [...serverPages(stack), ...pagesIn(checkout, stack)];
  const services = known.join(", ").replace(/, (?=[^,]*$)/, " and ") || "nothing";
  throw AvbError.of("NOTHING_TO_OPEN", { service, mode: stack.mode, services, example: known.at(-1) ?? "keycloak" });
}

/** Pages of the server, without those of services that really run. */
const serverPages = ({ running, embedded }: Stack): readonly string[] =>
  embedded.has("keycloak")
    ? [...PAGES.keys()].filter((name) => !running.has(name))
    : [...embedded].filter((id) => PAGES.has(id));

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
