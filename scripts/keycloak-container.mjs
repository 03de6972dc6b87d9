// A real Keycloak in the local container engine, for the recorders: started, used, removed.
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const START_SECONDS = 400;

const bootstrap = {
  KC_BOOTSTRAP_ADMIN_USERNAME: "recorder",
  KC_BOOTSTRAP_ADMIN_PASSWORD: randomBytes(18).toString("base64url"),
};
const docker = (...args) =>
  execFileSync("docker", args, { encoding: "utf8", env: { ...process.env, ...bootstrap } }).trim();

/** Runs `use` with the server's address and a function that calls its admin API below `/admin/realms`. */
export async function withKeycloak(image, use) {
  const names = Object.keys(bootstrap).flatMap((name) => ["-e", name]);
  const container = docker("run", "-d", "--rm", "-p", "127.0.0.1::8080", ...names, image, "start-dev");
  try {
    await listening(image, container);
    const base = `http://${docker("port", container, "8080/tcp")}`;
    const token = freshToken(base);
    await use(base, async (path, init = {}) =>
      fetch(`${base}/admin/realms${path}`, {
        ...init,
        headers: { authorization: `Bearer ${await token()}`, "content-type": "application/json" },
      }),
    );
  } finally {
    docker("rm", "-f", container);
  }
}

async function listening(image, container) {
  for (let second = 0; second < START_SECONDS; second++) {
    const log = spawnSync("docker", ["logs", container], { encoding: "utf8" }).stdout;
    if (log.includes("Listening on:")) return;
    await sleep(1000);
  }
  throw new Error(`${image} did not listen within ${START_SECONDS} s`);
}

/** An administrator's token lives a minute. */
function freshToken(base) {
  let known = { token: "", until: 0 };
  return async () => {
    if (Date.now() > known.until) known = { token: await signIn(base), until: Date.now() + 20_000 };
    return known.token;
  };
}

async function signIn(base) {
  const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: "admin-cli",
      grant_type: "password",
      username: bootstrap.KC_BOOTSTRAP_ADMIN_USERNAME,
      password: bootstrap.KC_BOOTSTRAP_ADMIN_PASSWORD,
    }),
  });
  return (await answer.json()).access_token;
}
