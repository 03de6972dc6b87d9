import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, the longest first: one of them at the end of a run would have the machine to itself. */
const LONGEST = [
  ...["whole-stack", "keycloak", "interrupts-fault", "data-fault", "verdicts-fault"],
  ...["frozen-engine-fault", "engine-killed-fault", "changes-fault", "ci-recipe", "seeded-data", "verbs", "opa"],
  ...["documentation", "documented-examples", "faults", "credential-stores", "secrets-azure", "billing-guards"],
] as const;

/** Runs them before the others of their kind; a kind's files stay together, since they share what they import. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const kinds = [...new Set(sorted.map(({ project }) => project.name))];
    return kinds.flatMap((kind) =>
      sorted.filter(({ project }) => project.name === kind).sort((one, other) => rank(one) - rank(other)),
    );
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return at < 0 ? LONGEST.length : at;
}
