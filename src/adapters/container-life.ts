import type { Containers, CreateRequest } from "../domain/containers.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { redactor } from "../domain/redact.ts";
import { Secret } from "../domain/secret.ts";
import { containerView } from "./container-view.ts";
import type { ContainerInspection, EngineConnection, Get } from "./engine-connection.ts";
import { meaning, unless } from "./engine-failure.ts";

type Life = Pick<Containers, "list" | "look" | "environment" | "create" | "start" | "stop" | "remove">;

/** Containers from their making to their end. */
export const containerLife = ({ ask, get: reading }: EngineConnection): Life => ({
  list: (labels, { expected = [], ...limits }) =>
    reading(limits, async (get) => {
      const ahead = new Map(expected.map((id) => [id, look(get, id).catch(() => undefined)]));
      const filters = encodeURIComponent(JSON.stringify({ label: labels }));
      const listed = await get<readonly { readonly Id: string }[]>(`/containers/json?all=true&filters=${filters}`);
      const seen = await Promise.all(listed.map(async ({ Id }) => (await ahead.get(Id)) ?? look(get, Id)));
      return seen.filter((one) => one !== undefined).sort((one, other) => (one.name < other.name ? -1 : 1));
    }),

  look: (id, limits) => reading(limits, (get) => look(get, id)),

  environment: (id, limits) =>
    reading(limits, async (get) => {
      const seen = await inspect(get, id);
      return seen === undefined ? undefined : environmentOf(seen.Config.Env ?? []);
    }),

  create: (name, request, limits) =>
    ask(
      limits,
      async ({ client }) => {
        // Apart from each other: dockerode would put the whole request, its environment too, into the address as well.
        const options = { name, _query: { name }, _body: request };
        const taken = meaning(409, () => AvbError.of("CONTAINER_NAME_TAKEN", { name }));
        return (await client.createContainer(options).catch(taken)).id;
      },
      environmentMask(request),
    ),

  start: (id, limits) =>
    ask(limits, async ({ client }) => {
      await client.getContainer(id).start().catch(unless(304));
    }),

  stop: (id, { graceS, ...limits }) =>
    ask(limits, async ({ client }) => {
      await client
        .getContainer(id)
        .stop(graceS === undefined ? {} : { t: graceS })
        .catch(unless(304, 404));
    }),

  remove: (id, limits) =>
    ask(limits, async ({ client }) => {
      const container = client.getContainer(id);
      try {
        await container.remove({ v: true, force: true }).catch(unless(404));
      } catch (error) {
        await ending(error, () => container.wait({ condition: "removed" }));
      }
    }),
});

/** `NAME=value` each; the value may be anybody's secret. */
const environmentOf = (lines: readonly string[]): Readonly<Record<string, Secret>> =>
  Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf("=");
      return [end === -1 ? line : line.slice(0, end), new Secret(end === -1 ? "" : line.slice(end + 1))];
    }),
  );

const inspect = (get: Get, id: string): Promise<ContainerInspection | undefined> =>
  get<ContainerInspection>(`/containers/${encodeURIComponent(id)}/json`).catch(unless(404));

async function look(get: Get, id: string) {
  const seen = await inspect(get, id);
  return seen === undefined ? undefined : containerView(seen);
}

/** Somebody else may be removing it at this moment: then its end is waited for. */
async function ending(error: unknown, wait: () => Promise<unknown>): Promise<void> {
  unless(409)(error);
  await wait().catch(unless(404));
}

/** The engine quotes a variable that it does not understand. */
function environmentMask({ Env }: CreateRequest): (text: string) => string {
  const entries = Array.isArray(Env) ? Env.map(String) : [];
  const values = entries.map((entry) => entry.slice(entry.indexOf("=") + 1));
  return redactor([...entries, ...values], (text) => Buffer.from(text).toString("base64"));
}
