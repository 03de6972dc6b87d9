import { type Check, findingOf, findings } from "../../domain/check.ts";

/** Whether the configuration can be read and used. */
export const configCheck: Check = {
  id: "config",
  title: "Configuration",
  looksAt: ".devenvrc, .devenvrc.local and the AVB_* variables: whether avb reads them, and what of them needs trust",
  run: async (_world, { checkout, problems }) => {
    const { files, untrusted } = checkout.loaded;
    const waiting =
      untrusted.length === 0
        ? []
        : [
            {
              state: "warn",
              says: `not trusted yet, so commands that would act on it stop: ${untrusted.join(", ")}`,
              fixes: ["avb trust"],
            } as const,
          ];
    const names = files.map(({ path }) => path).join(", ");
    return findings(
      [...problems.map((problem) => findingOf(problem)), ...waiting],
      names === "" ? "no configuration file; the defaults hold" : `${names} can be used`,
    );
  },
};
