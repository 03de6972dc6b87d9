import { readDotenv } from "../../../credentials/dotenv.ts";
import type { Credential } from "../../../domain/credential.ts";
import type { CredentialStore, FieldValues, StoreFacts, StoreLook } from "../../../domain/credential-store.ts";
import { AvbError } from "../../../domain/errors/avb-error.ts";
import { Secret } from "../../../domain/secret.ts";
import type { StoreTools } from "../store-tools.ts";

const MOST_BYTES = 1024 * 1024;

/** The environment that avb was started in. */
export const ENV_FACTS: StoreFacts = { id: "env", title: "Process environment", writable: false, local: true };

/** The checkout's own `.env`. */
export const DOTENV_FACTS: StoreFacts = { id: "dotenv", title: "The checkout's .env", writable: false, local: true };

/** Variables of this process, by the names of the catalogue. */
export const environmentStore = ({ world: { host } }: StoreTools): CredentialStore =>
  variableStore(ENV_FACTS, "the environment of avb", async () => host.env);

/** Variables of `.env` at the repository's root; CREDENTIAL_ENV_LINE with the place of a line that is none. */
export function dotenvStore({ world, checkout }: StoreTools): CredentialStore {
  const path = `${checkout.root}/.env`;
  return variableStore(DOTENV_FACTS, path, async () => {
    const file = await world.files.readRegular(path, MOST_BYTES);
    const { entries, problems } = readDotenv(file === undefined ? "" : new TextDecoder().decode(file.bytes));
    const [problem] = problems;
    if (problem !== undefined)
      throw AvbError.of("CREDENTIAL_LINE", { why: problem.why }, { place: { file: path, line: problem.line } });
    return Object.fromEntries(entries.map(({ name, text }) => [name, text]));
  });
}

type Variables = Readonly<Record<string, string | undefined>>;

function variableStore(facts: StoreFacts, where: string, read: () => Promise<Variables>): CredentialStore {
  const refuse = () => {
    throw AvbError.of("STORE_READ_ONLY", { store: facts.id });
  };
  return {
    facts,
    where,
    look: async (credentials) => {
      const variables = await read();
      return new Map(credentials.map((one) => [one.id, lookAt(one, variables)]));
    },
    ...{ write: async () => refuse(), remove: async () => refuse(), restore: async () => refuse() },
    history: async () => [],
  };
}

/** A variable that is there and empty says that somebody left the value out. */
function lookAt({ fields }: Credential, variables: Variables): StoreLook {
  const found = fields.flatMap(({ name, variable }): readonly (readonly [string, Secret])[] => {
    const text = Object.hasOwn(variables, variable) ? (variables[variable] ?? "") : "";
    return text === "" ? [] : [[name, new Secret(text)]];
  });
  if (found.length === 0) return { state: "absent" };
  const values: FieldValues = Object.fromEntries(found);
  return { state: "present", found: { fields: values, version: "now", tags: {} } };
}
