import { renderDocument } from "./document.ts";
import { html } from "./html.ts";
import { hiddenFields, type ProviderForm } from "./provider-form.ts";

/** What the logout page asks about; `logout=yes` is posted for yes; who closes the page stays signed in. */
export interface LogoutPage {
  readonly realm: string;
  readonly form: ProviderForm;
}

/** Asks whether the person really wants to sign out. */
export const renderLogoutPage = (page: LogoutPage): string =>
  renderDocument(
    { title: "Sign out", realm: page.realm },
    html`<h1>Sign out?</h1>
<p class="lead">This ends your session in the sandbox: every application will ask you to sign in again. To stay signed in, close this page.</p>
<form method="post" action="${page.form.action}">${hiddenFields(page.form)}
<button class="primary" name="logout" value="yes" autofocus>Sign out</button>
</form>`,
  );

/** Says that the session has ended, for a logout that leads nowhere else. */
export const renderLoggedOutPage = (page: { readonly realm: string }): string =>
  renderDocument(
    { title: "Signed out", realm: page.realm },
    html`<h1>You are signed out</h1>
<p class="lead">You can close this page.</p>`,
  );
