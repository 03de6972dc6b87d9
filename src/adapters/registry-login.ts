import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { safePath } from "../domain/safe-path.ts";
import type { Place } from "./engine-address.ts";

/** Who somebody is to a registry, in the words of the Engine API's `X-Registry-Auth`. */
export type RegistryLogin =
  | { readonly serveraddress: string; readonly username: string; readonly password: string }
  | { readonly serveraddress: string; readonly identitytoken: string };

type Json = Readonly<Record<string, unknown>>;

/** Docker Hub is known to `docker login` by the address it had when that was written. */
const HUB = "https://index.docker.io/v1/";
const HELPER_MS = 5000;
/** A credential helper says so where the secret is a token. */
const TOKEN_USER = "<token>";

/** The login that `docker login` has left for this registry: in its file, or with a helper; undefined where there is none. */
export async function registryLogin(place: Place, registry: string): Promise<RegistryLogin | undefined> {
  const folder = place.env.DOCKER_CONFIG || join(place.home, ".docker");
  const { auths, credHelpers, credsStore } = parsed(
    await readFile(join(folder, "config.json"), "utf8").catch(() => ""),
  );
  const server = registry === "docker.io" ? HUB : registry;
  const helper = part(credHelpers)[registry] ?? credsStore;
  const kept = typeof helper === "string" && helper !== "" ? await asked(place, helper, server) : undefined;
  return kept ?? written(part(part(auths)[server]), server);
}

/** A login in the file itself: `user:password` in base64, or a token. */
function written({ auth, identitytoken }: Json, serveraddress: string): RegistryLogin | undefined {
  if (typeof identitytoken === "string" && identitytoken !== "") return { serveraddress, identitytoken };
  const [, username, password] = /^([^:]+):([\s\S]*)$/.exec(Buffer.from(String(auth ?? ""), "base64").toString()) ?? [];
  return username === undefined || password === undefined ? undefined : { serveraddress, username, password };
}

/** A helper is a program that reads the registry's address and writes JSON; one that knows nothing of it ends with an error. */
async function asked({ env, platform }: Place, helper: string, server: string): Promise<RegistryLogin | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return undefined;
  const PATH = safePath(env.PATH ?? "", platform === "win32" ? ";" : ":");
  const text = await new Promise<string>((resolve) => {
    const options = { env: { ...env, PATH }, timeout: HELPER_MS };
    const child = execFile(`docker-credential-${helper}`, ["get"], options, (error, stdout) =>
      resolve(error === null ? stdout : ""),
    );
    // One that is not there, or does not read, is told by its end.
    child.stdin?.on("error", () => {}).end(server);
  });
  const { Username: username, Secret: password } = parsed(text);
  if (typeof username !== "string" || typeof password !== "string") return undefined;
  const serveraddress = server;
  return username === TOKEN_USER ? { serveraddress, identitytoken: password } : { serveraddress, username, password };
}

function parsed(text: string): Json {
  try {
    return part(JSON.parse(text));
  } catch {
    return {};
  }
}

const part = (value: unknown): Json => Object(value ?? {});
