import type { Containers } from "../domain/containers.ts";
import { refusalOf } from "../domain/engine-refusals.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { parseImageReference, pullFailure } from "../domain/image-reference.ts";
import { pullProgress } from "../domain/pull-progress.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { statusOf, wordsOf } from "./engine-failure.ts";
import { eventsOf } from "./json-lines.ts";
import { registryLogin } from "./registry-login.ts";

const PING_MS = 2000;

/** Images fetched from their registries by the engine itself, with its own proxies and certificates, and with the login that docker has. */
export const imagePull = ({ ask, read, place }: EngineConnection): Pick<Containers, "pull" | "refusal"> => {
  // The engine says nothing before the registry does, so it is asked which of the two is silent.
  const silence = (failure: (why: string) => Error, timeoutMs: number) => () =>
    read({ timeoutMs: PING_MS }, ({ client }) => client.ping()).then(
      () => failure(`nothing was heard for ${timeoutMs} ms`),
      (error: Error) => error,
    );
  return {
    refusal: (reference, limits) =>
      ask(limits, async ({ client, deadline }) => {
        deadline.means = silence((why) => pullFailure(reference, why), limits.timeoutMs);
        const authconfig = await registryLogin(place, parseImageReference(reference).registry);
        const asked = client.getImage(reference).distribution(authconfig === undefined ? {} : { authconfig });
        return asked.then(
          () => undefined,
          (error: unknown) => refusalIn(error, reference),
        );
      }).catch(unreachable),

    pull: (reference, limits, progress) => {
      const failure = (why: string) => refusalOf(why) ?? pullFailure(reference, why);
      return ask(limits, async ({ client, deadline }) => {
        deadline.means = silence(failure, limits.timeoutMs);
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
  };
};

/** What the engine's answer says of an image; Podman has no such question, and answers that there is no such page. */
function refusalIn(error: unknown, reference: string): AvbError | undefined {
  const status = statusOf(error);
  if (status === undefined) throw error;
  const words = wordsOf(error);
  return status === 404 && !/manifest/.test(words) ? undefined : pullFailure(reference, words);
}

/** A registry that is silent is one that does not give the image. */
function unreachable(error: unknown): AvbError {
  if (error instanceof AvbError && error.code === "IMAGE_UNREACHABLE") return error;
  throw error;
}
