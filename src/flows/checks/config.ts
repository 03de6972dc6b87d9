import { type Check, findingOf, findings } from "../../domain/check.ts";

/** Whether the configuration can be read and used. */
export const configCheck: Check = {
  id: "config",
  title: "Configuration",
  looksAt: ".devenvrc, .devenvrc.local and the AVB_* variables: whether avb can read and use them",
  run: async (_world, { checkout, problems }) => {
    const { files } = checkout.loaded;
    const names = files.map(({ path }) => path).join(", ");
    return findings(
      problems.map((problem) => findingOf(problem)),
      names === "" ? "no configuration file; the defaults hold" : `${names} can be used`,
    );
  },
};
