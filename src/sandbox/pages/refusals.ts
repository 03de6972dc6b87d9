import type { SandboxLaunch } from "../../domain/sandbox-protocol.ts";
import type { SandboxAnswer } from "../http/exchange.ts";
import { allowedHosts } from "../http/guards.ts";
import type { Refusal } from "../http/listener.ts";
import { PAGE_HEADERS } from "./document.ts";
import { renderProblemPage } from "./problem.ts";

/** How the identity provider tells a browser that no route of it answers. */
export const refusalPage =
  ({ identityPort, gateway, realm }: Pick<SandboxLaunch, "identityPort" | "gateway" | "realm">) =>
  ({ code, detail, asked }: Refusal): SandboxAnswer => {
    const facts = code === "forbidden_host" ? [...allowedHosts(identityPort, gateway)].join(", ") : detail;
    const home = `http://localhost:${identityPort}/`;
    const problem = { realm, code, asked, ...(facts === undefined ? {} : { detail: facts }) };
    const body = renderProblemPage(code === "forbidden_host" ? { ...problem, home } : problem);
    return { status: 500, headers: PAGE_HEADERS, body };
  };
