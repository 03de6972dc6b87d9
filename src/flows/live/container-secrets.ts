import type { Checkout } from "../../domain/checkout.ts";
import { AvbError, type Place } from "../../domain/errors/avb-error.ts";
import type { SecretSource } from "../../domain/live/desire.ts";
import { thirdPartyIn } from "../../domain/references.ts";
import type { Stack } from "../../domain/stack.ts";
import type { World } from "../../domain/world.ts";
import { keepLagoKey } from "../lago-key.ts";
import { openLocalSecrets } from "../local-secrets.ts";
import { thirdPartySecrets } from "../secrets/third-party.ts";
import { LAGO_KEY } from "./live-secrets.ts";

/** The third-party credentials that the team's own containers of a stack are given, and where `.devenvrc` says so. */
const wantedOf = ({ loaded }: Checkout, running: Stack["running"]): ReadonlyMap<string, Place | undefined> =>
  new Map(
    Object.entries(loaded.config.services)
      .filter(([id]) => running.has(id))
      .flatMap(([id, { environment }]) =>
        thirdPartyIn(environment).map((name) => [name, loaded.places?.[`services.${id}`]] as const),
      ),
  );

function notMade(name: string): never {
  throw AvbError.of("BUG", { what: `${name} was not made for the containers that want it` });
}

/** What containers are given, and what was given so far: the texts that nobody may read in a log. */
export interface ContainerSecrets extends SecretSource {
  used(): readonly string[];
}

/** Secrets for containers; digests are keyed by this checkout, so that a label tells nothing of a secret. Lago's key is made for the first Lago. CREDENTIAL_NOT_GIVEN (10) for a third-party one that the chosen store does not have. */
export async function containerSecrets(
  world: World,
  checkout: Checkout,
  { running }: Pick<Stack, "running">,
): Promise<ContainerSecrets> {
  const local = await openLocalSecrets(world, checkout);
  const signingKey = running.has("lago") ? await keepLagoKey(world, checkout) : undefined;
  const key = local.get("containers/digest").reveal();
  const thirdParty = await thirdPartySecrets(world, checkout, wantedOf(checkout, running));
  const given = new Set<string>();
  const textOf = (name: string): string => (thirdParty.get(name) ?? local.get(name)).reveal();
  const reveal = (name: string): string => {
    const text = name === LAGO_KEY ? (signingKey ?? notMade(name)) : textOf(name);
    given.add(text);
    return text;
  };
  return {
    content: ({ content }) =>
      content.map((piece) => (typeof piece === "string" ? piece : reveal(piece.secret))).join(""),
    digest: (text) => world.hash.hmac(key, text).slice(0, 22),
    used: () => [...given],
  };
}
