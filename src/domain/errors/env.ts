import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

/** Errors of environment values, of the files that hold them and of the commands that get them. */
export const ENV_ERRORS = {
  ENV_VALUE_UNWRITABLE: {
    exit: EXIT.config,
    says: "the value of {name} {why}, which a {format} text cannot carry unchanged to every reader",
    fixes: ["avb dev env --format json --reveal", "change {name} under env in .devenvrc"],
  },
  ENV_VALUE_MISSING: {
    exit: EXIT.config,
    says: "{name} is required by {service} and has no value in mode {mode}",
    fixes: ["give {name} a value under env in .devenvrc"],
  },
  ENV_REFERENCE: { exit: EXIT.config, says: "{what}", fixes: ["{fix}"] },
  ENV_CREDENTIAL_MISSING: {
    exit: EXIT.config,
    says: "{name} is required, and {why}",
    fixes: ["get and store it: avb secrets guide {id}", "see what is stored: avb secrets status"],
  },
  ENV_NAME_UNKNOWN: {
    exit: EXIT.usage,
    says: "'{name}' cannot be renamed because there is no such variable here",
    fixes: ["avb dev env --rename {near}=NEW_NAME"],
  },
  ENV_RENAME_FORM: {
    exit: EXIT.usage,
    says: "'{text}' does not say which variable gets which name; a name is letters, digits and _, and does not begin with a digit",
    fixes: ["avb dev env --rename KEYCLOAK_URL=AUTH_URL"],
  },
  ENV_NAME_CLASH: {
    exit: EXIT.usage,
    says: "'{from}' cannot be renamed to '{to}' because that name is taken",
    fixes: ["avb dev env --rename {from}=NEW_NAME"],
  },
  ENV_FILE_LINK: {
    exit: EXIT.config,
    says: "{path} is a {kind}; values with secrets are written only to a plain file with one name",
    fixes: ["remove it: rm {path}", "name another file with --write"],
  },
  ENV_FILE_FOREIGN: {
    exit: EXIT.config,
    says: "{path} exists and holds what avb did not write",
    fixes: ["avb dev env --write {path} --force", "name another file with --write"],
  },
  ENV_FOLDER_MISSING: {
    exit: EXIT.config,
    says: "{path} cannot be written because {folder} is not a folder",
    fixes: ["mkdir -p {folder}"],
  },
  ENV_FILE_TRACKED: {
    exit: EXIT.config,
    says: "{path} is tracked by git, so the secrets in it would be committed",
    fixes: ["git rm --cached {path}", "name another file with --write"],
  },
  ENV_FILE_NOT_IGNORED: {
    exit: EXIT.config,
    says: "{path} would not be ignored by git ({why}), so the secrets in it could be committed",
    fixes: ["add {path} to the ignore rules of the repository", "name another file with --write"],
  },
  EXEC_NO_COMMAND: {
    exit: EXIT.usage,
    says: "there is no command to run",
    fixes: ["avb dev exec -- npm start"],
  },
  EXEC_NOT_FOUND: {
    exit: EXIT.prerequisite,
    says: "'{command}' is not a program on your PATH",
    fixes: ["install {command}, or give its path: avb dev exec -- ./path/to/{command}"],
  },
} as const satisfies ErrorTable;
