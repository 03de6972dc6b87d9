import type { ConfigInput } from "./config-schema.ts";
import { AvbError } from "./errors/avb-error.ts";
import type { OwnSurroundings } from "./own-container-issues.ts";
import { ownServices } from "./own-services.ts";
import { referenceProblems } from "./reference-issues.ts";
import { referencesIn } from "./references.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** References of `env` that lead nowhere or are not well written: ENV_REFERENCE with their places. */
export function ownVariableErrors(
  { env = {}, services: own = {} }: ConfigInput,
  document: YamlDocument,
  { services, below, thirdParty = [] }: OwnSurroundings,
): readonly AvbError[] {
  const referring = Object.entries(env).filter(([, text]) => referencesIn(text).length > 0);
  if (referring.length === 0) return [];
  const all = { ...below, ...own };
  const known = [...services, ...ownServices(all, services)];
  const context = { own: Object.keys(all), known, shipped: services, thirdParty };
  return referring.flatMap(([name, text]) =>
    referenceProblems(text, context).map(({ what, fix }) =>
      AvbError.of("ENV_REFERENCE", { what, fix }, { place: document.placeOf(["env", name]) }),
    ),
  );
}
