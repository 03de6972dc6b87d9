/** Files that are read as they stand; a placeholder in one of them is used in place of a value. */
const CONFIGURATION =
  /(?:^|\/)\.env(?:\.[\w.-]+)?$|\.(?:ya?ml|json|tf|tfvars|tfstate(?:\.backup)?|hcl|toml|ini|cfg|conf|properties|env)$/i;
/** Files that somebody copies and fills in, and those that describe others. */
const TEMPLATE =
  /(?:^|[._/-])(?:examples?|samples?|templates?|dist|tpl|tmpl|schema)(?:[._/-]|$)|package(?:-lock)?\.json$/i;

/** True for configuration that is used as it stands. */
export const isConfiguration = (path: string): boolean => CONFIGURATION.test(path) && !TEMPLATE.test(path);

/** True for a file that holds values whatever git makes of it: `.env*`, variables and the state of Terraform. */
export const isKeptFromGit = (path: string): boolean =>
  /(?:^|\/)\.env(?:\.[\w.-]+)?$|\.tfvars(?:\.json)?$|\.tfstate(?:\.backup)?$/i.test(path);

/** True for a file of variables, which is rendered for one environment. */
export const isVariablesFile = (path: string): boolean => /(?:^|\/)\.env(?:\.[\w.-]+)?$/i.test(path);

/** The same as git's pathspecs. */
export const KEPT_FROM_GIT = [".env", ".env.*", "*.tfvars", "*.tfvars.json", "*.tfstate", "*.tfstate.backup"] as const;

/** True for a manifest of Kubernetes. */
export const isManifest = (text: string): boolean =>
  /^[ \t]*"?apiVersion"?:/m.test(text) && /^[ \t]*"?kind"?:/m.test(text);

/** True for a manifest with a Secret in it, whose data is base64. */
export const holdsSecretObject = (text: string): boolean =>
  /^[ \t{,-]*"?kind"?:[ \t]*["']?Secret["']?[ \t,\r]*$/m.test(text) || /"kind":\s*"Secret"/.test(text);
