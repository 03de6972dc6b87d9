import type { ConfigSchema } from "../domain/config-schema.ts";
import type { Yaml } from "../domain/yaml-document.ts";

/** YAML, loaded at its first use: a checkout without a configuration file never pays for it. */
export const yaml: Yaml = {
  parse: async (text, file) => (await import("./yaml.ts")).parseYaml(text, file),
  stringify: async (value) => (await import("./yaml.ts")).stringifyYaml(value),
};

/** The schema of `.devenvrc`, loaded at its first use. */
export const configSchema: ConfigSchema = {
  check: async (value) => (await import("./config-schema.ts")).checkConfig(value),
  jsonSchema: async () => (await import("./config-schema.ts")).configJsonSchema(),
};
