import { renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";

/** A person who can be picked on the login page. */
export interface LoginUser {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** Name of the tenant, empty for a user who belongs to none. */
  readonly tenant: string;
}

/** What the login page shows. Its forms post `user=<username>` (picked) or `username` and `password` (typed) to `action`. */
export interface LoginPage {
  readonly realm: string;
  /** The application the person is signing in to. */
  readonly clientName: string;
  readonly action: string;
  readonly users: readonly LoginUser[];
  /** Why the last attempt failed. */
  readonly error?: string;
  /** The name typed in the last attempt. */
  readonly username?: string;
}

/** The login page: pick a user without a password, or type a name and a password. */
export function renderLoginPage(page: LoginPage): string {
  const title = `Sign in to ${page.clientName}`;
  return renderDocument(
    { title, realm: page.realm, wide: page.users.length > 0 },
    html`<h1>${title}</h1>
${page.users.length > 0 ? html`<p class="lead">Choose who to be. No password is asked for.</p>` : html`<p class="lead">Nobody is here to choose from yet: run <code>avb dev seed</code>, or type a name.</p>`}
<div class="ways">
${page.users.length > 0 ? picker(page) : undefined}
${typed(page)}
</div>`,
  );
}

function picker(page: LoginPage): Html {
  const focused = page.error === undefined ? page.users[0] : undefined;
  const groups = [...new Set(page.users.map((user) => user.tenant))].map((tenant) => {
    const users = page.users.filter((user) => user.tenant === tenant);
    return html`<fieldset class="tenant"><legend>${tenant || "No tenant"}</legend>
<div class="people">${users.map((user) => personButton(user, user === focused))}</div></fieldset>`;
  });
  return html`<form method="post" action="${page.action}" aria-label="Choose a user">${groups}</form>`;
}

const personButton = (user: LoginUser, focused: boolean): Html =>
  html`<button class="person" name="user" value="${user.username}"${focused ? html` autofocus` : undefined}>
<span class="initials" aria-hidden="true">${initials(user.name || user.username)}</span>
<span class="who"><span class="name"><span class="unseen">Sign in as </span>${user.name || user.username}</span>
<span class="mail">${breakable(user.email || user.username)}</span></span>
<span class="roles"><span class="unseen">, roles: </span>${user.roles.map((role) => html`<span class="role">${role}</span> `)}</span>
</button>`;

function typed(page: LoginPage): Html {
  const failed = page.error !== undefined;
  const described = failed ? html` aria-describedby="problem" aria-invalid="true"` : undefined;
  const kept = page.username !== undefined && page.username !== "";
  const focusOn = (wanted: boolean) => (wanted ? html` autofocus` : undefined);
  return html`<form class="typed" method="post" action="${page.action}" aria-labelledby="typed">
<h2 id="typed">${page.users.length > 0 ? "Or use a password" : "Use a password"}</h2>
<div class="error" role="alert" aria-live="assertive" id="problem">${page.error}</div>
<label for="username">Name or e-mail</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${page.username ?? ""}"${described}${focusOn(!kept && (failed || page.users.length === 0))}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${focusOn(failed && kept)}>
<button class="primary">Sign in</button>
<p class="hint">To see the passwords: <code>avb dev info --reveal</code></p>
</form>`;
}

const breakable = (email: string): Html => {
  const [name, ...domain] = email.split("@");
  return domain.length === 0 ? html`${name}` : html`${name}@<wbr>${domain.join("@")}`;
};

const initials = (name: string): string =>
  name
    .split(/[\s.@_-]+/)
    .filter((word) => word !== "")
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
