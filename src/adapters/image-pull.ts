import type { Containers } from "../domain/containers.ts";
import { refusalOf } from "../domain/engine-refusals.ts";
import { parseImageReference, pullFailure } from "../domain/image-reference.ts";
import { pullProgress } from "../domain/pull-progress.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { statusOf, wordsOf } from "./engine-failure.ts";
import { eventsOf } from "./json-lines.ts";
import { registryLogin } from "./registry-login.ts";

const PING_MS = 2000;

/** Images fetched from their registries by the engine itself, with its own proxies and certificates, and with the login that docker has. */
export const imagePull = ({ ask, read, place }: EngineConnection): Pick<Containers, "pull"> => ({
  pull: (reference, limits, progress) => {
    const failure = (why: string) => refusalOf(why) ?? pullFailure(reference, why);
    const ping = () => read({ timeoutMs: PING_MS }, ({ client }) => client.ping());
    return ask(limits, async ({ client, deadline }) => {
      // The engine says nothing before the registry does, so it is asked which of the two is silent.
      deadline.means = () =>
        ping().then(
          () => failure(`nothing was heard for ${limits.timeoutMs} ms`),
          (error: Error) => error,
        );
      const { registry, repository, version } = parseImageReference(reference);
      const authconfig = await registryLogin(place, registry);
      const stream = await client
        .createImage(authconfig, { fromImage: repository, tag: version })
        .catch((error: unknown) => {
          throw statusOf(error) === undefined ? error : failure(wordsOf(error));
        });
      const hear = pullProgress();
      for await (const event of eventsOf(stream, deadline, failure)) {
        const done = hear(event);
        if (done !== undefined) progress(done);
      }
    });
  },
});
