/** Programs that show something to the person and live on without us. */
export interface Browser {
  /** Starts the program and leaves it; COMMAND_FAILED when it is not there or gives up at once. */
  launch(command: readonly [string, ...string[]], env: Readonly<Record<string, string>>): Promise<void>;
}

/** The program that opens an address in the person's own browser; undefined where nobody could see one. */
export function openerFor(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (platform === "darwin") return ["open"];
  // Not `cmd /c start`, which reads & in an address as the end of its command.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  if (env.WSL_DISTRO_NAME) return ["wslview"];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : undefined;
}

/** What a browser needs of our environment: the desktop session, never the application's variables. */
const SESSION_VARIABLES = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "BROWSER",
  "DISPLAY",
  "WAYLAND_DISPLAY",
  "XAUTHORITY",
  "DBUS_SESSION_BUS_ADDRESS",
  "DESKTOP_SESSION",
  "XDG_CURRENT_DESKTOP",
  "XDG_SESSION_TYPE",
  "XDG_RUNTIME_DIR",
  "XDG_DATA_DIRS",
  "XDG_DATA_HOME",
  "XDG_CONFIG_DIRS",
  "XDG_CONFIG_HOME",
  "WSL_DISTRO_NAME",
  "WSL_INTEROP",
  "SystemRoot",
  "USERPROFILE",
  "APPDATA",
  "LOCALAPPDATA",
] as const;

/** The part of this environment that a browser is started with. */
export const sessionEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    SESSION_VARIABLES.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
