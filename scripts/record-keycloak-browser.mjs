// Records what a browser meets at a real Keycloak, and how it protects accounts against guessing, to
// test/contract/recorded/keycloak-browser.json; needs a container engine. Usage: node scripts/record-keycloak-browser.mjs [image]
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { answersOf } from "./keycloak-browser.mjs";
import { withKeycloak } from "./keycloak-container.mjs";

const IMAGE = process.argv[2] ?? "quay.io/keycloak/keycloak:26.7.4";
const REALM = "recording";
const CLIENT = "portal";
const REDIRECT = "http://localhost:65027/callback";
const FAILURES = 5;
const recorded = new URL("../test/contract/recorded/", import.meta.url);
const questions = JSON.parse(await readFile(new URL("keycloak-browser-questions.json", recorded), "utf8"));
const password = randomBytes(18).toString("base64url");

/** Realm settings of the protection against guessing. */
const SETTINGS = [
  "bruteForceProtected",
  "permanentLockout",
  "maxTemporaryLockouts",
  "bruteForceStrategy",
  "failureFactor",
  "waitIncrementSeconds",
  "maxFailureWaitSeconds",
  "maxDeltaTimeSeconds",
  "quickLoginCheckMilliSeconds",
  "minimumQuickLoginWaitSeconds",
];

await withKeycloak(IMAGE, async (base, ask) => {
  await prepare(ask);
  const who = { base, realm: REALM, client: CLIENT, redirect: REDIRECT, username: "ann", password };
  const answers = await answersOf(who, questions);
  const protection = await guessing(base, ask);
  const file = fileURLToPath(new URL("keycloak-browser.json", recorded));
  await writeFile(file, JSON.stringify({ image: IMAGE, answers, protection }));
  execFileSync("npx", ["biome", "format", "--write", file], { stdio: "ignore" });
  console.log(`recorded ${answers.length} answers of ${IMAGE}`);
});

async function prepare(ask) {
  const make = (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) });
  await make("", { realm: REALM, enabled: true });
  await make(`/${REALM}/clients`, {
    clientId: CLIENT,
    publicClient: true,
    directAccessGrantsEnabled: true,
    redirectUris: [REDIRECT],
    attributes: { "pkce.code.challenge.method": "S256" },
  });
  const credentials = [{ type: "password", value: password, temporary: false }];
  const person = { enabled: true, emailVerified: true, firstName: "A", lastName: "B", credentials };
  for (const username of ["ann", "bob"])
    await make(`/${REALM}/users`, { ...person, username, email: `${username}@recording.local` });
}

/** The protection's settings as a new realm has them, and what it makes of wrong passwords once it is switched on. */
async function guessing(base, ask) {
  const { id, ...realm } = await (await ask(`/${REALM}`)).json();
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, realm[name]]));
  await ask(`/${REALM}`, {
    method: "PUT",
    body: JSON.stringify({ bruteForceProtected: true, failureFactor: FAILURES }),
  });
  const [{ id: user }] = await (await ask(`/${REALM}/users?username=bob&exact=true`)).json();
  const path = `/${REALM}/attack-detection/brute-force/users/${user}`;
  const attempts = async (count, everyMs) => {
    await ask(path, { method: "DELETE" });
    const seen = [];
    for (let attempt = 1; attempt <= count; attempt++) {
      if (attempt > 1) await sleep(everyMs);
      const answer = await passwordGrant(base, attempt === count ? password : "wrong");
      seen.push({ ...answer, ...(await standing(ask, path)) });
    }
    return seen;
  };
  const pause = settings.quickLoginCheckMilliSeconds;
  return {
    source: `GET /admin/realms/${REALM}`,
    settings,
    slow: await attempts(FAILURES + 2, pause + 300),
    quick: await attempts(3, 0),
  };
}

async function passwordGrant(base, tried) {
  const answer = await fetch(`${base}/realms/${REALM}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: CLIENT, grant_type: "password", username: "bob", password: tried }),
  });
  const { error_description } = await answer.json();
  return { tried: tried === password ? "right" : "wrong", status: answer.status, error_description };
}

/** The failures that are counted, and for how many seconds the account is locked from the last of them on. */
async function standing(ask, path) {
  const { numFailures, disabled, failedLoginNotBefore, lastFailure } = await (await ask(path)).json();
  const lockedSeconds = disabled ? failedLoginNotBefore - Math.floor(lastFailure / 1000) : 0;
  return { failures: numFailures, lockedSeconds };
}
