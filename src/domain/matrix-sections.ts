import {
  code,
  documentedTable,
  type MatrixBlock,
  type MatrixFacts,
  type MatrixSection,
  type MatrixTable,
  SECTIONS,
  type SectionId,
} from "./matrix.ts";
import { envTables } from "./matrix-env.ts";
import { modeTables } from "./matrix-modes.ts";
import type { Mode } from "./modes.ts";
import type { AccessRule, DecisionInput } from "./permissions.ts";
import type { Service } from "./service.ts";

/** Which part of the matrix is wanted; all of it when nothing is said. */
export interface MatrixChoice {
  readonly section?: SectionId;
  /** Leaves the other modes out of sections 3 and 4. */
  readonly mode?: Mode;
}

type Parts = (facts: MatrixFacts, mode?: Mode) => readonly (MatrixTable | MatrixBlock)[];

const SECTION_TABLE: Readonly<Record<SectionId, { readonly heading: string; readonly parts: Parts }>> = {
  services: { heading: "2. External Services Inventory", parts: inventory },
  modes: {
    heading: "3. Configuration Matrix by Deployment Mode",
    parts: ({ services }, mode) => modeTables(services, mode),
  },
  env: { heading: "4. Environment Variable Matrix", parts: ({ services }, mode) => envTables(services, mode) },
  vault: { heading: "5. Permission Matrix (Vault Policies)", parts: policies },
  opa: { heading: "6. OPA Permission Policies", parts: decisions },
  models: { heading: "7. Database Model Integrations", parts: models },
  sync: { heading: "8. Sync Status", parts: sync },
  tasks: { heading: "9. Implementation Tasks", parts: tasks },
};

/** The matrix as tables and blocks, in the document's order. */
export const matrixSections = (facts: MatrixFacts, choice: MatrixChoice = {}): readonly MatrixSection[] =>
  SECTIONS.filter((id) => choice.section === undefined || choice.section === id).map((id) => ({
    id,
    heading: SECTION_TABLE[id].heading,
    parts: SECTION_TABLE[id].parts(facts, choice.mode),
  }));

function inventory({ services }: MatrixFacts): readonly MatrixTable[] {
  const rows = services.flatMap(({ title, purpose, inventory: row }) =>
    row === undefined ? [] : [[`**${title}**`, row.integrationFile, purpose, row.portRange, row.references]],
  );
  const listed = documentedTable(["Service", "Integration File", "Purpose", "Port Range", "References"], rows);
  return [listed, beside(services)];
}

/** The services that the document takes for granted. */
function beside(services: readonly Service[]): MatrixTable {
  const rows = services
    .filter(({ inventory: row }) => row === undefined)
    .map(({ title, purpose, ports }) => [
      `**${title}**`,
      purpose,
      Object.values(ports)
        .map(({ host }) => host)
        .join(", "),
    ]);
  return { ...documentedTable(["Service", "Purpose", "Ports"], rows, "Beside the matrix"), documented: false };
}

function policies(facts: MatrixFacts): readonly MatrixTable[] {
  return facts.policies.map(({ section, title, permissions }) =>
    documentedTable(
      ["Path", "Permissions", "Purpose"],
      permissions.map(({ path, capabilities, purpose }) => [code(path), capabilities.join(", "), purpose]),
      `${section} ${title}`,
    ),
  );
}

function decisions(facts: MatrixFacts): readonly (MatrixTable | MatrixBlock)[] {
  return [
    { kind: "block", heading: "6.1 Decision Path Structure", language: "", text: facts.decisionPath },
    { kind: "block", heading: "6.2 Input Context", language: "json", text: inputText(facts.sampleInput) },
    documentedTable(
      ["Resource", "Action", "Roles Required"],
      facts.rules.map((rule) => [code(rule.resource), rule.action, whoMay(rule)]),
      "6.3 Policy Rules",
    ),
  ];
}

/** JSON as the document lays it out: lists of texts stay on their line. */
const inputText = (input: DecisionInput): string =>
  JSON.stringify({ input }, null, 2).replace(/\[[^[\]{}]*\]/g, (list) =>
    list
      .replace(/\s*\n\s*/g, " ")
      .replace("[ ", "[")
      .replace(" ]", "]"),
  );

function whoMay({ roles, relation }: AccessRule): string {
  if (roles.length === 0) return "any authenticated";
  const named = roles.map(code).join(", ");
  return relation === undefined ? named : `${relation} or ${named}`;
}

function models(facts: MatrixFacts): readonly MatrixTable[] {
  return facts.models.map(({ section, title, file, fields }) =>
    documentedTable(
      ["Field", "External Service", "Purpose"],
      fields.map(({ field, service, purpose }) => [code(field), service, purpose]),
      `${section} ${title} (${file})`,
    ),
  );
}

function sync({ syncFlows }: MatrixFacts): readonly MatrixTable[] {
  const rows = syncFlows.map(({ source, service, type }) => [source, service, type]);
  return [documentedTable(["Source", "External Service", "Sync Type"], rows)];
}

function tasks(facts: MatrixFacts): readonly MatrixTable[] {
  const rows = facts.tasks.map(({ id, task, priority }) => [id, task, priority]);
  const proofs = facts.tasks.map(({ id, proof, shows, theirs = "nothing" }) => [id, code(proof), shows, theirs]);
  const headers = ["ID", "Proof", "Shows", "Left for the application to show"];
  const proved = { ...documentedTable(headers, proofs, "How each is proved"), documented: false };
  return [documentedTable(["ID", "Task", "Priority"], rows), proved];
}
