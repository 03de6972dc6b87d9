import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of compose fragments and of what is rendered from them. */
export const RENDER_ERRORS = {
  FRAGMENT_REFUSED: { exit: EXIT.config, says: "{what}", fixes: ["{allowed}"] },
  FRAGMENT_EMPTY: {
    exit: EXIT.config,
    says: "the file holds no services",
    fixes: ["write services: with at least one container of {service}"],
  },
  FRAGMENT_MISSING: {
    exit: EXIT.bug,
    says: "{path} is not there, though {service} is in the catalogue",
    fixes: ["install avb again: npm install --global avb"],
  },
  FRAGMENT_NAME_TWICE: {
    exit: EXIT.config,
    says: "the container '{container}' stands in {first} and in {second}",
    fixes: ["give it another name in {second}"],
  },
  RENDER_DRIFT: {
    exit: EXIT.drift,
    says: "{path} is not what avb renders now ({why})",
    fixes: ["avb dev render {options} --out {directory}"],
  },
  RENDER_NEEDS_OUT: {
    exit: EXIT.usage,
    says: "--check compares with files and was not told where they are",
    fixes: ["avb dev render --check --out DIRECTORY"],
  },
  RENDER_NOT_OURS: {
    exit: EXIT.config,
    says: "{path} exists and was not rendered by avb, so it is left as it is",
    fixes: ["choose another folder with --out, or move the file away"],
  },
  RENDER_ONE_FILE: {
    exit: EXIT.usage,
    says: "{path} is one file, and these are several documents: {documents}",
    fixes: ["name a folder: --out {folder}", "render one of them alone, such as --service lago"],
  },
  RENDER_APP_NAME: {
    exit: EXIT.usage,
    says: "'{name}' is no {what}",
    fixes: ["avb dev render --app --app-service web --app-env .env.avb"],
  },
  RENDER_PRODUCTION: {
    exit: EXIT.usage,
    says: "production is not rendered yet: its Kubernetes, ExternalSecrets and Terraform documents come with a later version",
    fixes: ["avb dev render --mode live"],
  },
  RENDER_NOT_RUNNING: {
    exit: EXIT.usage,
    says: "{service} has no container in this plan ({mode})",
    fixes: ["avb dev render --mode {mode} --with {service}"],
  },
} as const satisfies ErrorTable;
