import { renderDocument } from "./document.ts";
import { html } from "./html.ts";
import { hiddenFields, type ProviderForm } from "./provider-form.ts";

/** The page that asks for the code a device shows; it posts `user_code`. */
export interface DeviceCodePage {
  readonly realm: string;
  readonly form: ProviderForm;
  readonly userCode?: string;
  readonly error?: string;
}

/** The page that asks whether this device may sign in; `abort=yes` is posted for no. */
export interface DeviceConfirmPage {
  readonly realm: string;
  readonly form: ProviderForm;
  readonly clientName: string;
  readonly userCode: string;
}

/** Asks for the code a device shows. */
export const renderDeviceCodePage = (page: DeviceCodePage): string =>
  renderDocument(
    { title: "Connect a device", realm: page.realm },
    html`<h1>Connect a device</h1>
<p class="lead">Type the code that your device shows.</p>
<div class="error" role="alert" aria-live="assertive" id="problem">${page.error}</div>
<form method="post" action="${page.form.action}">${hiddenFields(page.form)}
<label for="user_code">Code</label>
<input class="code" id="user_code" name="user_code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required autofocus value="${page.userCode ?? ""}"${page.error === undefined ? undefined : html` aria-describedby="problem" aria-invalid="true"`}>
<button class="primary">Continue</button>
</form>`,
  );

/** Asks whether the device that shows this code may sign in. */
export const renderDeviceConfirmPage = (page: DeviceConfirmPage): string =>
  renderDocument(
    { title: "Confirm the device", realm: page.realm },
    html`<h1>Is this your device?</h1>
<p class="lead"><strong>${page.clientName}</strong> asks to sign in. It should show this code:</p>
<p><output class="shown">${page.userCode}</output></p>
<form method="post" action="${page.form.action}">${hiddenFields(page.form)}
<button class="primary" autofocus>Yes, the code is the same</button>
<button class="secondary" name="abort" value="yes">No, stop here</button>
</form>`,
  );

/** Says that the device is signed in. */
export const renderDeviceDonePage = (page: { readonly realm: string; readonly clientName: string }): string =>
  renderDocument(
    { title: "Device connected", realm: page.realm },
    html`<h1>Your device is connected</h1>
<p class="lead">${page.clientName} is signed in. You can close this page.</p>`,
  );
