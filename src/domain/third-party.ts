import type { OwnCredential } from "./own-credential.ts";

/** What the names of third-party credentials begin with, as secrets: `third-party/openai#api_key`. */
const FOLDER = "third-party/";

/** Whether a secret of that name is a third-party credential's, kept in the chosen store of credentials and not derived here. */
export const isThirdParty = (name: string): boolean => name.startsWith(FOLDER);

/** The name of a field as a secret, by the credential's path. */
export const thirdPartyName = (path: string, field: string): string => `${path}#${field}`;

/** The path of a team's own credential. */
export const ownPath = (id: string): string => `${FOLDER}${id}`;

/** The names of every field of a team's own credentials. */
export const ownThirdPartyNames = (own: Readonly<Record<string, OwnCredential>>): readonly string[] =>
  Object.entries(own).flatMap(([id, { fields }]) =>
    Object.keys(fields).map((field) => thirdPartyName(ownPath(id), field)),
  );

/** What stands between the folder and the field: the credential's id, for every one that there is. */
export const credentialIn = (name: string): string => name.slice(FOLDER.length).split("#")[0] ?? name;
