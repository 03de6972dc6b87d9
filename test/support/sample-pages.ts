import { renderAccountPage } from "../../src/sandbox/pages/account.ts";
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

/** The pages that list what there is, with this text in every place. */
export function overviewPages(text: string) {
  const about = { time: "2026-03-01T10:00:00.000Z", on: "identity", status: 200, ms: 1 } as const;
  const who = { username: text, name: text, email: text, tenant: text, roles: [text, "user"], groups: [text] };
  return {
    home: renderHomePage({
      ...{ realm: text, baseUrl: "http://localhost:8080", clients: ["portal-frontend", text] },
      sessions: [{ username: text, clients: ["portal-frontend", text] }],
      requests: [{ ...about, method: text, path: `/${text}`, user: text }],
    }),
    account: renderAccountPage({
      ...{ ...who, realm: text, action: text },
      sessions: [
        { id: text, clients: [text, "portal-frontend"], since: about.time, own: true },
        { id: "2", clients: [], since: text, own: false },
      ],
    }),
  };
}

/** Every page of the sandbox by a name, once as usual and where it matters once with texts that are far too long. */
export const SAMPLE_PAGES: Readonly<Record<string, string>> = {
  login: renderLoginPage(SAMPLE_LOGIN),
  failed: renderLoginPage({ ...SAMPLE_LOGIN, error: "The name or the password is wrong.", username: "demo@test.com" }),
  long: renderLoginPage({ ...SAMPLE_LOGIN, clientName: long, users: [longPerson], error: long, username: long }),
  nobody: renderLoginPage({ ...SAMPLE_LOGIN, users: [] }),
  ...overviewPages(long),
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
