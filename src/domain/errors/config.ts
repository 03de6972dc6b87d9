import { EXIT } from "../exit-codes.ts";
import type { ErrorTable } from "./entry.ts";

const CHECK_AGAIN = "correct it, then check it: avb dev config";

/** Errors of configuration files, of their `AVB_*` twins and of trust. */
export const CONFIG_ERRORS = {
  YAML_SYNTAX: { exit: EXIT.config, says: "this is not YAML: {what}", fixes: [CHECK_AGAIN] },
  YAML_NOT_TEXT: {
    exit: EXIT.config,
    says: "there is {what} here, and a configuration file is UTF-8 text",
    fixes: ["remove it, or save the file again as UTF-8 text"],
  },
  YAML_TOO_LARGE: {
    exit: EXIT.config,
    says: "the document is larger than {limit}",
    fixes: ["make it smaller; aliases count with everything they repeat"],
  },
  YAML_SECOND_DOCUMENT: {
    exit: EXIT.config,
    says: "a second document begins here, and only one is read",
    fixes: ["remove the line '---' and what follows, or merge the two documents"],
  },
  YAML_KEY_TWICE: {
    exit: EXIT.config,
    says: "the key stands twice, first in line {first} and again in line {second}",
    fixes: ["remove one of the two lines"],
  },
  YAML_KEY_NAME: {
    exit: EXIT.config,
    says: "'{key}' cannot be a key: {why}",
    fixes: ["write the key with plain ASCII letters, or remove it"],
  },
  YAML_ALIAS: {
    exit: EXIT.config,
    says: "the alias *{name} {why}",
    fixes: ["write the value out in place of *{name}"],
  },
  YAML_MERGE: {
    exit: EXIT.config,
    says: "'<<' merges maps only, not {got}",
    fixes: ["merge an alias of a map: <<: *name"],
  },
  YAML_ALTERED: {
    exit: EXIT.config,
    says: "{written} would be read as {read}",
    fixes: ["write {instead}"],
  },
  CONFIG_INVALID: { exit: EXIT.config, says: "must be {allowed}, not {got}", fixes: [CHECK_AGAIN] },
  CONFIG_NAME: {
    exit: EXIT.config,
    says: "'{key}' must be {allowed}",
    fixes: ["rename it, then check: avb dev config"],
  },
  CONFIG_KEY_UNKNOWN: {
    exit: EXIT.config,
    says: "'{key}' is not a key here; the keys are {allowed}",
    fixes: ["remove '{key}', or use one of those; avb dev config --schema describes them"],
  },
  CONFIG_SELF_TRUST: {
    exit: EXIT.config,
    says: "'{key}' has no place in a configuration file: a repository cannot declare itself trusted",
    fixes: ["remove '{key}', look at what the files do and decide yourself: avb trust"],
  },
  CONFIG_CONTRADICTION: {
    exit: EXIT.config,
    says: "{service} is asked for by 'with' and refused by 'without'",
    fixes: ["remove {service} from one of the two"],
  },
  CONFIG_SERVICE_UNKNOWN: {
    exit: EXIT.config,
    says: "'{service}' is not a service that runs here; those are {allowed}",
    fixes: ["write {fix}"],
  },
  CONFIG_TENANT_UNKNOWN: {
    exit: EXIT.config,
    says: "'{tenant}' is not a tenant; those are {known}",
    fixes: ["write {fix}"],
  },
  CONFIG_EMAIL_TAKEN: {
    exit: EXIT.config,
    says: "'{email}' is the address of {owner} already, and each belongs to one user",
    fixes: ["write another address, or remove it"],
  },
  CONFIG_TWICE: {
    exit: EXIT.config,
    says: "'{name}' is described twice, first in line {first} and again here",
    fixes: ["join the two into one"],
  },
  CONFIG_NOT_A_FILE: {
    exit: EXIT.config,
    says: "{path} is {kind}, and a regular file is due; it was not read",
    fixes: ["mv {path} {path}.old && avb init --yes"],
  },
  CONFIG_FILE_TOO_LARGE: {
    exit: EXIT.config,
    says: "{path} is larger than {limit}; it was not read",
    fixes: ["make the file smaller"],
  },
  CONFIG_OUTSIDE: {
    exit: EXIT.config,
    says: "{path} is a link that leads out of the repository; it was not read",
    fixes: ["copy the file into the repository in place of the link"],
  },
  CONFIG_FOREIGN_OWNER: {
    exit: EXIT.untrusted,
    says: "{path} belongs to uid {uid} and others may change it, so it is not used",
    fixes: ['make it yours: chown "$(id -u)" {path} && chmod go-w {path}'],
  },
  CONFIG_EXISTS: {
    exit: EXIT.usage,
    says: "{path} exists already and was left as it is",
    fixes: ["replace it: avb init --force"],
  },
  AVB_TOO_OLD: {
    exit: EXIT.prerequisite,
    says: "this repository requires avb {requires} and this is avb {version}",
    fixes: ["npm install --save-dev 'avb@{requires}'"],
  },
  VARIABLE_INVALID: {
    exit: EXIT.usage,
    says: "the environment variable {variable} must be {allowed}, not '{got}'",
    fixes: ["unset {variable}"],
  },
  OPTION_INVALID: { exit: EXIT.usage, says: "{flag} must be {allowed}, not '{got}'", fixes: ["{help}"] },
  OPTION_REFUSED: { exit: EXIT.usage, says: "{flag} does not work: {why}", fixes: ["{help}"] },
  NOT_TRUSTED: {
    exit: EXIT.untrusted,
    says: "'{key}' makes avb {effect}, and these files are not trusted in this place and with this content",
    fixes: ["look at what they do and allow it: avb trust", "remove '{key}'"],
  },
  TRUST_CHANGED: {
    exit: EXIT.untrusted,
    says: "the files changed while you were looking at them, so nothing was allowed",
    fixes: ["look again: avb trust"],
  },
  TRUST_REFUSED: { exit: EXIT.untrusted, says: "nothing was allowed", fixes: ["avb trust, once you have looked"] },
} as const satisfies ErrorTable;
