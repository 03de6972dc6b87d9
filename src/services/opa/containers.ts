import type { ContainerFacts } from "../../domain/container.ts";
import { POLICY_FOLDER } from "./documents.ts";

const { path, loaded, candidate } = POLICY_FOLDER;

/** The policies' folder; its files are documents, which the flows add (`files`). */
export const opaContainers: Readonly<Record<string, ContainerFacts>> = {
  opa: { folder: { path, holds: [loaded, candidate] } },
};
