import type { Proof } from "../../domain/proof.ts";
import type { Service } from "../../domain/service.ts";
import { services } from "../../services/index.ts";
import { render } from "../render.ts";
import { resolveStack } from "../resolve-stack.ts";
import { type Claim, tried, untried } from "./claim.ts";
import type { ProofSubject } from "./verifier.ts";

const FIX = "avb dev render --profiles";

/** What of a compose document is looked at. */
interface Composed {
  readonly profiles: readonly string[];
  readonly published: readonly string[];
}

/** EXT-004: the compose document with profiles has each service where sections 3.1 and 3.2 have it, and opens nothing beyond loopback. */
export async function proveProfiles(subject: ProofSubject): Promise<readonly Proof[]> {
  const about: Claim = {
    id: "matrix.ext-004.render",
    claim: "one compose document has the modes as profiles",
    fix: FIX,
  };
  const found = new Map<string, Composed>();
  const rendered = await tried(about, async () => {
    for (const [name, one] of await composed(subject)) found.set(name, one);
    return found.size === 0 ? "it holds no container" : undefined;
  });
  if (rendered.outcome === "broken") return [rendered];
  const { running } = await resolveStack(subject.world, subject.checkout, { mode: "live" });
  const known = services.filter((service: Service) => !service.external);
  const proofs = known.map((service) => {
    const isAsDocumented = running.has(service.id) === listed(service);
    return isAsDocumented ? placed(service, found) : untried(claimOf(service), "--with or --without has it otherwise");
  });
  return [rendered, ...(await Promise.all(proofs)), await loopback(found)];
}

/** Whether the matrix has it run in live. */
const listed = ({ runsIn }: Service): boolean => runsIn.includes("live");

const claimOf = (service: Service): Claim => ({
  id: `matrix.ext-004.${service.id}`,
  claim: `${service.title} is in the profile ${expected(service).replace(", ", " and in ")}`,
  fix: FIX,
});

/** `sandbox` and `live` as the matrix has them, and a profile of its own for what neither runs. */
function expected(service: Service): string {
  if (!listed(service)) return service.id;
  return service.statuses === undefined ? "sandbox, live" : "live";
}

const placed = (service: Service, found: ReadonlyMap<string, Composed>): Promise<Proof> =>
  tried(claimOf(service), async () => {
    const wanted = expected(service);
    const own = [...found].filter(([name]) => name === service.id || name.startsWith(`${service.id}-`));
    const seen = new Set(own.map(([, { profiles }]) => profiles.join(", ")));
    return seen.size === 1 && seen.has(wanted) ? undefined : `it is in ${[...seen].join(" or ") || "none"}`;
  });

const loopback = (found: ReadonlyMap<string, Composed>): Promise<Proof> =>
  tried({ id: "matrix.ext-004.loopback", claim: "every published port is on 127.0.0.1", fix: FIX }, async () => {
    const open = [...found].flatMap(([name, { published }]) =>
      published.filter((place) => place !== "127.0.0.1").map((place) => `${name} on ${place}`),
    );
    return open.length === 0 ? undefined : open.join(", ");
  });

async function composed({ world }: ProofSubject): Promise<readonly (readonly [string, Composed])[]> {
  const { documents } = await render(world, { overrides: {}, services: [], profiles: true, version: "" });
  const read = await Promise.all(documents.map(({ text, file }) => world.yaml.parse(text, file)));
  return read.flatMap(({ value }) =>
    Object.entries(Object(Object(value).services)).map(([name, body]) => [name, lookedAt(body)] as const),
  );
}

function lookedAt(body: unknown): Composed {
  const { profiles, ports } = Object(body);
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return { profiles: list(profiles).map(String), published: list(ports).map(placeOf) };
}

/** The address that a port is published on: compose's long form names it, the short one has it in front. */
function placeOf(port: unknown): string {
  if (typeof port !== "string") return String(Object(port).host_ip ?? "0.0.0.0");
  return port.split(":").length === 3 ? (port.split(":")[0] ?? "") : "0.0.0.0";
}
