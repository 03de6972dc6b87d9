import { renderDocument } from "./document.ts";
import { type Html, html } from "./html.ts";
import { type LoginUser, peopleForm } from "./people.ts";

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

const picker = ({ users, action, error }: LoginPage): Html =>
  peopleForm(users, { action, focused: error === undefined ? users[0] : undefined });

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
