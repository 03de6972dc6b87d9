// What a browser meets at an identity provider with Keycloak's addresses: the same questions are put to a real Keycloak when its
// answers are recorded (record-keycloak-browser.mjs) and to the sandbox when it is compared with them.
import { createHash, randomBytes } from "node:crypto";

const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
const CHALLENGE = createHash("sha256").update(randomBytes(32)).digest("base64url");

/** Puts every question to a server; a question is `{ name, at: "auth" | path, ask, without, accept, signedIn }`. */
export async function answersOf(provider, questions) {
  const signedIn = visitor(provider);
  await signedIn.signIn();
  const answers = [];
  for (const question of questions) {
    const who = question.signedIn ? signedIn : visitor(provider);
    answers.push({ name: question.name, ...(await who.ask(question)) });
  }
  return answers;
}

/** A browser, which stops where the application would take over. */
function visitor(provider) {
  const cookies = jar();
  async function open(url, { form, accept = HTML } = {}, hops = 10) {
    if (url.href.startsWith(provider.redirect)) return { url };
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { accept, cookie: cookies.headerFor(url) },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) cookies.keep(line, url);
    const location = answer.headers.get("location");
    if (location !== null && hops > 0) return open(new URL(location, url), { accept }, hops - 1);
    const type = answer.headers.get("content-type")?.split(";")[0];
    return { url, status: answer.status, type, text: await answer.text() };
  }
  return {
    ask: async (question) =>
      outcomeOf(await open(addressOf(provider, question), { accept: question.accept }), provider.redirect),
    async signIn() {
      const login = await open(addressOf(provider, {}));
      const target = new URL(loginAction(login.text), login.url);
      const { username, password } = provider;
      const back = await open(target, { form: { username, password, credentialId: "" } });
      if (!back.url.searchParams.has("code")) throw new Error(`${username} could not sign in at ${provider.base}`);
    },
  };
}

/** Cookies by name and path. */
function jar() {
  const cookies = new Map();
  return {
    headerFor: ({ pathname }) =>
      [...cookies]
        .map(([key, value]) => [...key.split(";"), value])
        .flatMap(([name, path, value]) => (pathname.startsWith(path) ? [`${name}=${value}`] : []))
        .join("; "),
    keep(line, { pathname }) {
      const [pair, ...rest] = line.split(/; ?/);
      const path = rest.find((part) => /^path=/i.test(part))?.slice("path=".length) ?? pathname;
      const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      if (value === "" || /max-age=0|1970/i.test(line)) cookies.delete(`${name};${path}`);
      else cookies.set(`${name};${path}`, value);
    },
  };
}

/** An ordinary sign-in, changed as the question says; or the path that it names. */
function addressOf({ base, realm, client, redirect }, { at = "auth", ask = {}, without = [] }) {
  const protocol = `/realms/${realm}/protocol/openid-connect/auth`;
  const url = new URL(base + (at === "auth" ? protocol : at.replace("{realm}", realm)));
  const usual = { client_id: client, redirect_uri: redirect, response_type: "code", scope: "openid", state: "s" };
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: "S256" };
  for (const [name, value] of Object.entries({ ...(at === "auth" ? { ...usual, ...pkce } : {}), ...ask }))
    if (!without.includes(name)) url.searchParams.set(name, value.replace("{client}", client));
  return url;
}

/** Where the form with the password goes. */
function loginAction(page) {
  const form = page.split("<form").find((part) => part.includes('name="password"')) ?? "";
  return (/action="([^"]*)"/.exec(form)?.[1] ?? "").replaceAll("&amp;", "&");
}

/** Where a question led to: back to the application with a code or an error, to the login page, to another page, or to JSON. */
function outcomeOf({ url, status, type, text }, redirect) {
  if (url.href.startsWith(redirect)) {
    const said = new URLSearchParams(url.hash === "" ? url.search : url.hash.slice(1));
    const told = ["error", "error_description"].flatMap((name) => (said.has(name) ? [[name, said.get(name)]] : []));
    return { to: said.has("code") ? "code" : "error", ...Object.fromEntries(told) };
  }
  if (type === "application/json") return { to: "json", status, body: JSON.parse(text) };
  return { to: /name="password"/.test(text) ? "login" : "page", status };
}
