import type { Containers, Labelled } from "../domain/containers.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { networkForeign } from "../domain/live/foreign-networks.ts";
import type { EngineClient, EngineConnection } from "./engine-connection.ts";
import { statusOf, unless } from "./engine-failure.ts";
import { carries, unlike } from "./labels.ts";

type Networks = Pick<Containers, "networks" | "makeNetwork" | "removeNetwork">;

/** Networks by their names: of two with one name, which older engines allow, neither is made here. */
export const engineNetworks = ({ ask, read }: EngineConnection): Networks => ({
  networks: (labels, limits) =>
    read(limits, async ({ client }) => {
      const found = await client.listNetworks({ filters: { label: [...labels] } });
      return found.map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} })).sort(byName);
    }),

  makeNetwork: ({ name, labels, attachable }, limits) =>
    ask(limits, async ({ client }) => {
      if (await isThere(client, { name, labels })) return;
      try {
        await client.createNetwork({
          ...{ Name: name, Driver: "bridge", Attachable: attachable, CheckDuplicate: true, Labels: { ...labels } },
        });
      } catch (error) {
        unless(409)(error);
        if (!(await isThere(client, { name, labels }))) throw error;
      }
    }),

  removeNetwork: (name, limits) =>
    ask(limits, async ({ client }) => {
      await client
        .getNetwork(name)
        .remove()
        .catch(unless(404))
        .catch((error: unknown) => inUse(client, name, error));
    }),
});

/** dockerd answers 403 for a network that is used, Podman 409 or 500. */
async function inUse(client: EngineClient, name: string, error: unknown): Promise<never> {
  const users = [403, 409, 500].includes(statusOf(error) ?? 0) ? await usersOf(client, name) : [];
  if (users[0] === undefined) throw error;
  throw AvbError.of("NETWORK_IN_USE", { name, containers: users.join(", "), container: users[0] });
}

/** True for one of that name with our labels; NETWORK_FOREIGN for one without them. */
async function isThere(client: EngineClient, { name, labels }: Labelled): Promise<boolean> {
  // The filter also finds names that contain this one.
  const found = await client.listNetworks({ filters: { name: [name] } });
  const same = found.filter(({ Name }) => Name === name);
  const foreign = same.find(({ Labels }) => !carries(Labels, labels));
  if (foreign !== undefined) throw networkForeign({ name, labels }, foreign.Labels ?? {});
  return same.length > 0;
}

/** Containers on a network, those that are not of its own checkout alone where there are any. */
async function usersOf(client: EngineClient, name: string): Promise<readonly string[]> {
  const network = await client.getNetwork(name).inspect();
  return unlike(client, { labels: network.Labels, users: Object.keys(network.Containers ?? {}) });
}

const byName = (one: Labelled, other: Labelled): number => (one.name < other.name ? -1 : 1);
