import { type Rendering, type RenderRequest, render } from "../../src/flows/render.ts";
import { type FakeWorld, fakeWorld } from "./fake-world.ts";
import { ship } from "./shipped-files.ts";

/** A fake world in which avb's real fragments are installed. */
function renderWorld(cwd: string): FakeWorld {
  const world = fakeWorld({ cwd });
  for (const folder of ["compose", "templates/opa"]) ship(world, folder);
  return world;
}

/** Renders the live mode of version 1.2.3 unless asked for something else. */
export const rendered = (world: FakeWorld, request: Partial<RenderRequest> = {}): Promise<Rendering> =>
  render(world, { overrides: { mode: "live" }, services: [], profiles: false, version: "1.2.3", ...request });

/** Renders a checkout with this configuration: the result, its documents as data, and all their containers by name. */
export async function renderShop(config = "", request: Partial<RenderRequest> = {}, root = "/home/dev/shop") {
  const world = renderWorld(root);
  if (config !== "") world.files.put(`${root}/.devenvrc`, config);
  const rendering = await rendered(world, request);
  const data = await Promise.all(rendering.documents.map(({ text }) => dataOf(world, text)));
  const containers: Readonly<Record<string, ServiceData>> = Object.assign({}, ...data.map((one) => one.services));
  return { world, rendering, data, containers };
}

/** The text of a rendered document as plain data. */
async function dataOf(world: FakeWorld, text: string): Promise<ComposeData> {
  return (await world.yaml.parse(text, "rendered")).value as ComposeData;
}

/** What the tests look at in a rendered document. */
interface ComposeData {
  readonly name: string;
  readonly services: Readonly<Record<string, ServiceData>>;
  readonly networks: Readonly<Record<string, { readonly name: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly environment: string }>>;
}

/** A container in it. */
interface ServiceData extends Readonly<Record<string, unknown>> {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
