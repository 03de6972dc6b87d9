import { CREDENTIALS } from "../../credentials/catalogue.ts";
import type { Config } from "../../domain/config.ts";
import { ownThirdPartyNames, thirdPartyName } from "../../domain/third-party.ts";

/** Every field of a third-party credential by the name that texts refer to it: `third-party/openai#api_key`. */
export const thirdPartyNames = (own: Config["credentials"]): readonly string[] => [
  ...CREDENTIALS.flatMap(({ places: { path }, fields }) => fields.map(({ name }) => thirdPartyName(path, name))),
  ...ownThirdPartyNames(own),
];
