import type { EngineClient } from "./engine-connection.ts";
import { unless } from "./engine-failure.ts";

type Labels = Readonly<Record<string, string>> | null | undefined;

/** True where every one of these labels is there with this value. */
export const carries = (labels: Labels, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels?.[name] === value);

/** The names of those users of a thing that lack the labels it has; of all of them when all are of its own kind. */
export async function unlike(
  client: EngineClient,
  { labels, users }: { labels: Labels; users: readonly string[] },
): Promise<readonly string[]> {
  const looks = await Promise.all(users.map((id) => client.getContainer(id).inspect().catch(unless(404))));
  const seen = looks.filter((one) => one !== undefined);
  const foreign = seen.filter(({ Config }) => !carries(Config.Labels, labels ?? {}));
  return (foreign.length > 0 ? foreign : seen).map(({ Name }) => Name.replace(/^\//, "")).sort();
}
