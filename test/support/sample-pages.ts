import { renderDeviceCodePage, renderDeviceConfirmPage, renderDeviceDonePage } from "../../src/sandbox/pages/device.ts";
import { renderHomePage } from "../../src/sandbox/pages/home.ts";
import { renderLoginPage } from "../../src/sandbox/pages/login.ts";
import { renderLoggedOutPage, renderLogoutPage } from "../../src/sandbox/pages/logout.ts";
import { renderProblemPage } from "../../src/sandbox/pages/problem.ts";
import { SAMPLE_PEOPLE } from "./sample-people.ts";

const realm = "agentvoicebox";
const form = { action: "/done", fields: [{ name: "xsrf", value: "x" }] };

/** The login page's model with the sample people. */
export const SAMPLE_LOGIN = { realm, clientName: "AgentVoiceBox portal", action: "/done", users: SAMPLE_PEOPLE };

const long = "a-name-that-nobody-would-give-a-user-but-somebody-will-".repeat(2);
const longPerson = {
  username: long,
  name: long,
  email: `${long}@${long}.example`,
  roles: [long, "user"],
  tenant: long,
};

/** Every page of the sandbox by a name, once as usual and where it matters once with texts that are far too long. */
export const SAMPLE_PAGES: Readonly<Record<string, string>> = {
  login: renderLoginPage(SAMPLE_LOGIN),
  failed: renderLoginPage({ ...SAMPLE_LOGIN, error: "The name or the password is wrong.", username: "demo@test.com" }),
  long: renderLoginPage({ ...SAMPLE_LOGIN, clientName: long, users: [longPerson], error: long, username: long }),
  nobody: renderLoginPage({ ...SAMPLE_LOGIN, users: [] }),
  home: renderHomePage({ realm, baseUrl: "http://localhost:8080", clients: ["portal-frontend", long] }),
  logout: renderLogoutPage({ realm, form }),
  "logged-out": renderLoggedOutPage({ realm }),
  code: renderDeviceCodePage({ realm, form, error: "No device waits for this code.", userCode: "BCDF-GHJK" }),
  confirm: renderDeviceConfirmPage({ realm, form, clientName: long, userCode: "BCDF-GHJK" }),
  connected: renderDeviceDonePage({ realm, clientName: "AgentVoiceBox portal" }),
  problem: renderProblemPage({
    realm,
    code: "invalid_redirect_uri",
    detail: "redirect_uri did not match any of the client's registered redirect_uris",
    clientId: "portal-frontend",
    redirectUri: `http://localhost:9999/${long}`,
  }),
};
