import { judgeFormat } from "../../credentials/judge-format.ts";
import type { Credential, CredentialField, Environment } from "../../domain/credential.ts";
import type { World } from "../../domain/world.ts";
import { givenText } from "./given-values.ts";

/** Somebody at a terminal. */
export interface Typist {
  hidden(message: string, problemOf?: (answer: string) => string | undefined): Promise<string>;
  text(message: string, fallback: string, problemOf?: (answer: string) => string | undefined): Promise<string>;
}

/** Asks for a field: what is secret is not shown, a key of many lines comes from the file it was downloaded to. */
export async function typedField(
  { world, typist, environment }: { readonly world: World; readonly typist: Typist; readonly environment: Environment },
  { id }: Credential,
  { name, format, secret, optional }: CredentialField,
): Promise<string> {
  const label = `${id} ${name}${optional ? " (may be left out)" : ""}`;
  if (format === "rsa-private-key") {
    const path = await typist.text(`${label}: the path of its .pem file`, "");
    return path === "" ? "" : givenText(world, { kind: "file", path: path.replace(/^~(?=\/)/, world.host.home) });
  }
  const problemOf = (answer: string) => {
    if (answer === "" && optional) return undefined;
    const verdict = judgeFormat(format, answer, environment);
    return verdict.state === "good" ? undefined : `This ${verdict.why}.`;
  };
  return secret ? typist.hidden(`${label}:`, problemOf) : typist.text(`${label}:`, "", problemOf);
}

/** Asks for the named field, or for each in turn. */
export async function typedFields(
  asking: Parameters<typeof typedField>[0],
  credential: Credential,
  field: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const one of credential.fields.filter(({ name }) => field === undefined || name === field)) {
    const text = await typedField(asking, credential, one);
    if (text !== "") texts[one.name] = text;
  }
  return texts;
}
