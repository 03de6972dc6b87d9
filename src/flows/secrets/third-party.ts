import type { Checkout } from "../../domain/checkout.ts";
import { type Credential, livesIn } from "../../domain/credential.ts";
import type { StoreLook } from "../../domain/credential-store.ts";
import { AvbError, type Place } from "../../domain/errors/avb-error.ts";
import type { Secret } from "../../domain/secret.ts";
import { credentialIn, thirdPartyName } from "../../domain/third-party.ts";
import type { World } from "../../domain/world.ts";
import { chosenEnvironment, chosenStore } from "./chosen-store.ts";
import { secretsIn } from "./open-secrets.ts";
import { standingOf } from "./standing.ts";
import type { StoreTools } from "./store-tools.ts";
import { openStore } from "./stores.ts";

/** A field of a third-party credential as the chosen store has it: its value, or why there is none to give. */
export type ThirdPartyValue =
  | { readonly given: Secret; readonly why?: undefined }
  | { readonly given?: undefined; readonly why: string };

/** Somebody to ask and to tell, where there is a terminal. */
export type ThirdPartyAsking = Pick<StoreTools, "ask" | "say">;

/**
 * The values of third-party credentials by their names as secrets, read from the chosen store. It is opened once, and only
 * where a name is given. KEY_MISSING and the other refusals of the store (10); a placeholder is no value.
 */
export async function thirdPartyValues(
  world: World,
  checkout: Checkout,
  names: readonly string[],
  asking: ThirdPartyAsking = {},
): Promise<ReadonlyMap<string, ThirdPartyValue>> {
  if (names.length === 0) return new Map();
  const environment = chosenEnvironment(world, checkout);
  const allowProduction = /^(1|true|yes|y)$/i.test(world.host.env.AVB_ALLOW_PRODUCTION ?? "");
  const { all, tools } = secretsIn(world, checkout, { environment, command: "avb dev", allowProduction, ...asking });
  const store = chosenStore(world, checkout);
  const wanted = all.filter(({ fields, places: { path } }) =>
    fields.some(({ name }) => names.includes(thirdPartyName(path, name))),
  );
  const looks = await openStore(tools, store).look(wanted.filter((one) => livesIn(one, environment)));
  const where = `${store} (${environment})`;
  const values = wanted.flatMap((one) => fieldsOf(one, looks.get(one.id), { environment, where }));
  return new Map(values.filter(([name]) => names.includes(name)));
}

interface Where extends Pick<StoreTools, "environment"> {
  readonly where: string;
}

const fieldsOf = (one: Credential, look: StoreLook | undefined, { environment, where }: Where) =>
  one.fields.map(({ name: field }): readonly [string, ThirdPartyValue] => {
    const name = thirdPartyName(one.places.path, field);
    if (!livesIn(one, environment)) return [name, { why: `${one.id} does not exist in ${environment}` }];
    const secret = look?.state === "present" ? look.found.fields[field] : undefined;
    if (secret === undefined) return [name, { why: `${one.id} has no ${field} in the store ${where}` }];
    const standing = standingOf(one, look, environment).fields.find((known) => known.field === field);
    if (standing?.state === "placeholder")
      return [name, { why: `${field} of ${one.id} ${standing.says} in the store ${where}` }];
    return [name, { given: secret }];
  });

/** The values for who cannot do without: CREDENTIAL_NOT_GIVEN (10) with the place that wants the first one that is not there. */
export async function thirdPartySecrets(
  world: World,
  checkout: Checkout,
  wanted: ReadonlyMap<string, Place | undefined>,
): Promise<ReadonlyMap<string, Secret>> {
  const values = await thirdPartyValues(world, checkout, [...wanted.keys()]);
  const entries = [...wanted].map(([name, place]): readonly [string, Secret] => {
    const value = values.get(name);
    if (value?.given !== undefined) return [name, value.given];
    const why = value?.why ?? "there is no such credential";
    throw AvbError.of(
      "CREDENTIAL_NOT_GIVEN",
      { name, why, id: credentialIn(name) },
      place === undefined ? {} : { place },
    );
  });
  return new Map(entries);
}
