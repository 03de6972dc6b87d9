import { isWritten, type LookWishes, madeName, strayVerdict } from "../../domain/seeding.ts";
import type { TemporalServer } from "../../domain/temporal.ts";
import type { World } from "../../domain/world.ts";
import type { TemporalDocument } from "../../services/temporal/document.ts";
import { type HeldTemporal, temporalVerdicts } from "../../services/temporal/seed.ts";
import { temporalDocument } from "../temporal/temporal-document.ts";
import { writeTemporal } from "../temporal/write-temporal.ts";
import { readPatiently } from "./read-patiently.ts";
import type { Seeder } from "./seeder.ts";

/** Temporal's namespace, its search attributes and its schedules. */
export const temporalSeeder: Seeder = {
  async open(subject) {
    const { world, stack } = subject;
    const document = await temporalDocument(subject);
    const address = `127.0.0.1:${stack.ports.get("temporal.grpc") ?? 0}`;
    return {
      facts: JSON.stringify(document),
      async look(wishes) {
        const place = { address, signal: wishes.signal };
        const held = await overTemporal(world, place, (server) => readAll(server, document, wishes));
        const wanted = new Set(document.schedules.map(({ id }) => id));
        const strays = held.ids
          .filter((id) => !wanted.has(id))
          .map((id) => strayVerdict({ kind: "schedule", key: id }, wishes));
        const verdicts = [...temporalVerdicts(document, held), ...strays];
        const isAgain = wishes.made.has(madeName({ kind: "namespace", key: document.namespace }));
        const differing = verdicts.filter(isWritten);
        return {
          ...{ verdicts, differing: differing.length },
          write: async (report) => {
            // What is refused while it is written is told by the write; what is left is a server that takes no connection.
            await overTemporal(world, place, (server) =>
              writeTemporal({ world, server, document, differing, isAgain, report, signal: wishes.signal }),
            );
            return [];
          },
        };
      },
    };
  },
};

const overTemporal = <Result>(
  world: World,
  place: { readonly address: string; readonly signal: AbortSignal },
  act: (server: TemporalServer) => Promise<Result>,
): Promise<Result> => {
  const from = { service: "Temporal", id: "temporal", url: place.address, signal: place.signal };
  return readPatiently(world, () => world.temporal.use(place, act), from);
};

async function readAll(server: TemporalServer, document: TemporalDocument, wishes: LookWishes): Promise<HeldTemporal> {
  const { namespace: name, schedules } = document;
  const namespace = await server.namespace(name);
  if (namespace === undefined) return { namespace, attributes: {}, schedules: new Map(), ids: [] };
  const [attributes, held, ids] = await Promise.all([
    server.searchAttributes(name),
    Promise.all(schedules.map(({ id }) => server.schedule(name, id))),
    wishes.everything || wishes.prune ? server.schedules(name) : [],
  ]);
  const known = held.filter((one) => one !== undefined).map((one) => [one.id, one] as const);
  return { namespace, attributes, schedules: new Map(known), ids };
}
