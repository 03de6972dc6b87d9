import { AvbError, AvbErrors } from "../domain/errors/avb-error.ts";
import type { Fragment, FragmentVerdict, ServiceDefaults } from "../domain/fragment.ts";
import { fragmentErrors } from "../domain/fragment-issues.ts";
import type { World } from "../domain/world.ts";

/** The files of `compose/` that a rendering needs: the defaults and a fragment per service. */
export interface Fragments {
  readonly defaults: ServiceDefaults;
  readonly byService: ReadonlyMap<string, Fragment>;
}

type Check<Shape> = (value: unknown) => Promise<FragmentVerdict<Shape>>;

/** Reads `base.yaml` and the fragments of these services, or of their stand-ins, from avb's own package; all problems of a file at once. */
export async function readFragments(
  world: World,
  services: readonly string[],
  standIns: ReadonlySet<string> = new Set(),
): Promise<Fragments> {
  const folder = `${world.host.packageRoot}/compose`;
  const defaults = await readFragmentFile(world, `${folder}/base.yaml`, world.fragmentSchema.checkDefaults);
  const byService = new Map<string, Fragment>();
  const fileOf = (id: string) => (standIns.has(id) ? `${id}.standin.yaml` : `${id}.yaml`);
  for (const id of services)
    byService.set(id, await readFragmentFile(world, `${folder}/${fileOf(id)}`, world.fragmentSchema.check));
  refuseSharedNames(byService);
  return { defaults, byService };
}

/** One file of `compose/`, checked. FRAGMENT_MISSING, FRAGMENT_EMPTY, FRAGMENT_REFUSED, or what YAML is refused for. */
export async function readFragmentFile<Shape>(world: World, path: string, check: Check<Shape>): Promise<Shape> {
  const service = path.slice(path.lastIndexOf("/") + 1).replace(/\.yaml$/, "");
  const text = await world.files.read(path);
  if (text === undefined) throw AvbError.of("FRAGMENT_MISSING", { path, service });
  const document = await world.yaml.parse(text, path);
  if (document.value === undefined)
    throw AvbError.of("FRAGMENT_EMPTY", { service }, { place: { file: path, line: 1 } });
  const verdict = await check(document.value);
  if (verdict.ok) return verdict.value;
  const [first, ...rest] = fragmentErrors(verdict.issues, document);
  throw first === undefined ? new Error(`${path} was refused without a reason`) : new AvbErrors([first, ...rest]);
}

function refuseSharedNames(fragments: ReadonlyMap<string, Fragment>): void {
  const owners = new Map<string, string>();
  for (const [id, { services }] of fragments)
    for (const container of Object.keys(services)) {
      const first = owners.get(container);
      const names = (service: string) => `compose/${service}.yaml`;
      if (first !== undefined)
        throw AvbError.of("FRAGMENT_NAME_TWICE", { container, first: names(first), second: names(id) });
      owners.set(container, id);
    }
}
