import type { Output } from "../../src/domain/processes.ts";
import { seed } from "../../src/flows/seed.ts";
import { fakeOpa } from "./fake-opa.ts";
import { liveWorld } from "./live-world.ts";
import { ship } from "./shipped-files.ts";

const DONE: Output = { exitCode: 0, stdout: "", stderr: "" };
const CAPABILITIES = JSON.stringify({ builtins: [{ name: "count" }, { name: "http.send" }] });

/** What OPA's own program answers to `check` and `test`, unless a test says otherwise. */
export type OpaProgram = (args: readonly string[]) => Output | undefined;

/** A fake world in which `up --with opa` runs an OPA; `watch: false` for an engine that tells its containers of no change. */
export function opaWorld({ watch = true }: { readonly watch?: boolean } = {}) {
  const live = liveWorld();
  const { world, engine, tools } = live;
  ship(world, "templates/opa");
  const folder = () => {
    const kept = [...world.files.entries.keys()].find((path) => path.endsWith("/opa/loaded/.kept"));
    return kept?.replace("/.kept", "") ?? "/nowhere";
  };
  const opa = fakeOpa(watch ? { files: world.files, folder } : undefined);
  const program: { answer: OpaProgram } = { answer: () => undefined };
  engine.have("openpolicyagent/opa:1.20.1");
  engine.behave("-opa", {
    exec: ([, ...args]) =>
      program.answer(args) ?? (args[0] === "capabilities" ? { ...DONE, stdout: CAPABILITIES } : DONE),
  });
  world.servers.set("http://127.0.0.1:65030", async (request) => {
    const { pathname } = request.url;
    if (pathname === "/health") return { status: 200, headers: {}, body: "{}" };
    if (pathname === "/v1/query") return { status: 200, headers: {}, body: `{"result":[{"x":42}]}` };
    return opa.server(request);
  });
  const seedOpa = (more: { readonly planOnly?: boolean; readonly prune?: boolean } = {}) =>
    seed(tools, { services: ["opa"], planOnly: false, ...more });
  return { ...live, opa, program, folder, seedOpa, up: () => live.upWith("opa") };
}

/** One in which `up` has been run. */
export async function startedOpa(how: Parameters<typeof opaWorld>[0] = {}) {
  const set = opaWorld(how);
  await set.up();
  return set;
}
