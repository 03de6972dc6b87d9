import type { Containers } from "../domain/containers.ts";
import { refusalOf } from "../domain/engine-refusals.ts";
import { AvbError } from "../domain/errors/avb-error.ts";
import { parseImageReference, pullFailure } from "../domain/image-reference.ts";
import { pullProgress } from "../domain/pull-progress.ts";
import type { EngineClient, EngineConnection } from "./engine-connection.ts";
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
        return asked
          .catch((error: unknown) => (isNoPage(error) ? askPodman(client, reference) : Promise.reject(error)))
          .then(
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

/** What the engine's answer says of an image; undefined from one that has no such question. */
function refusalIn(error: unknown, reference: string): AvbError | undefined {
  if (statusOf(error) === undefined) throw error;
  return isNoPage(error) ? undefined : pullFailure(reference, wordsOf(error));
}

/** Podman answers questions of Docker's that it does not know as any server does that has no such page. */
const isNoPage = (error: unknown): boolean => statusOf(error) === 404 && /^(?:page )?not found$/i.test(wordsOf(error));

/** The same in Podman's own words; it wants a registry in front of every name. */
function askPodman({ modem }: EngineClient, reference: string): Promise<unknown> {
  const { registry, repository, version } = parseImageReference(reference);
  const isWhole = repository.startsWith(`${registry}/`);
  const name = isWhole ? repository : `${registry}/${repository.includes("/") ? "" : "library/"}${repository}`;
  const image = encodeURIComponent(`${name}${version.includes(":") ? "@" : ":"}${version}`);
  const statusCodes = { 200: true, 404: "no such image", 500: "server error" };
  const request = { path: `/v4.0.0/libpod/manifests/${image}/json`, method: "GET", statusCodes };
  return new Promise((resolve, reject) =>
    modem.dial(request, (error, answer) => (error ? reject(error) : resolve(answer))),
  );
}

/** A registry that is silent is one that does not give the image. */
function unreachable(error: unknown): AvbError {
  if (error instanceof AvbError && error.code === "IMAGE_UNREACHABLE") return error;
  throw error;
}
