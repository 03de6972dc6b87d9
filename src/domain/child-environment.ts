import { LOOPBACK_HOSTS } from "./loopback.ts";

/** Variables of a program by name. */
type Variables = Readonly<Record<string, string>>;

/** Many clients would send even loopback through the company's proxy; both spellings are read, by different programs. */
export const noProxy = (parent: Variables): Record<string, string> =>
  Object.fromEntries(
    ["NO_PROXY", "no_proxy"].map((name) => {
      const listed = (parent[name] ?? parent.NO_PROXY ?? parent.no_proxy ?? "").split(",").map((host) => host.trim());
      return [name, [...new Set([...listed.filter((host) => host !== ""), ...LOOPBACK_HOSTS])].join(",")];
    }),
  );

/** The variables that are set. */
export const present = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));

/**
 * What a program that avb starts by itself gets of the environment avb was started in: who the person is, where programs and
 * their tool chains are, how they speak, certificates, proxies, the container engine. No credential of a cloud, a registry or
 * a store is among them; whoever needs one gives it under `env`.
 */
const HANDED_ON: readonly RegExp[] = [
  /^(?:HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CI|EDITOR|PAGER)$/,
  /^(?:LANG|LANGUAGE|LC_\w+|XDG_\w+)$/,
  /^(?:SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/,
  /^(?:https?|all|no|ftp)_proxy$/i,
  /^(?:VIRTUAL_ENV|CONDA_PREFIX|PYENV_ROOT|NVM_DIR|NVM_BIN|VOLTA_HOME|PNPM_HOME|COREPACK_HOME|RBENV_ROOT|ASDF_DIR)$/,
  /^(?:JAVA_HOME|GOPATH|GOROOT|CARGO_HOME|RUSTUP_HOME|POETRY_HOME|UV_\w+_DIR)$/,
  /^(?:DOCKER_HOST|DOCKER_CONTEXT|DOCKER_CONFIG)$/,
  /^(?:SystemRoot|ComSpec|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE)$/i,
  /^AVB_STATE_DIR$/,
];

/** That part of the environment; PATH without entries that mean the folder one is in. */
export function handedOn(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const own = Object.entries(present(env)).filter(([name]) => HANDED_ON.some((pattern) => pattern.test(name)));
  const path = (env.PATH ?? "").split(":").filter((entry) => entry.startsWith("/"));
  return { ...Object.fromEntries(own), PATH: path.join(":") };
}
