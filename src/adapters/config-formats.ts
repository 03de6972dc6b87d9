import type { ConfigSchema } from "../domain/config-schema.ts";
import { AvbErrors } from "../domain/errors/avb-error.ts";
import type { InspectedYaml, Yaml } from "../domain/yaml-document.ts";

const inspect = async (text: string, file: string): Promise<InspectedYaml> =>
  (await import("./yaml.ts")).inspectYaml(text, file);

/** YAML, loaded at its first use: a checkout without a configuration file never pays for it. */
export const yaml: Yaml = {
  inspect,
  async parse(text, file) {
    const { problems, document } = await inspect(text, file);
    const [first, ...others] = problems;
    if (first !== undefined) throw new AvbErrors([first, ...others]);
    if (document === undefined) throw new Error(`${file} gave neither a document nor a problem`);
    return document;
  },
  stringify: async (value) => (await import("./yaml.ts")).stringifyYaml(value),
};

/** The schema of `.devenvrc`, loaded at its first use. */
export const configSchema: ConfigSchema = {
  check: async (value) => (await import("./config-schema.ts")).checkConfig(value),
  jsonSchema: async () => (await import("./config-schema.ts")).configJsonSchema(),
};
