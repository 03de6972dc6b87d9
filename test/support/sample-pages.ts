import { renderAccountPage } from "../../src/sandbox/pages/account.ts";
import { renderDeviceCodePage, renderDeviceConfirmPage, renderDeviceDonePage } from "../../src/sandbox/pages/device.ts";
import { renderHomePage } from "../../src/sandbox/pages/home.ts";
import { renderInvoicePage } from "../../src/sandbox/pages/invoice.ts";
import type { InvoiceInFull } from "../../src/sandbox/pages/lago-shapes.ts";
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

const customer = (text: string) => ({ external_id: text, name: text, plans: ["pro", text] });

/** An invoice with every kind of line. */
export const sampleInvoice = (text: string): InvoiceInFull => ({
  ...{ lago_id: text, number: text, status: "finalized", payment_status: "pending", currency: "USD" },
  ...{ issuing_date: "2026-03-01", payment_due_date: "2026-03-31", file_url: "http://localhost:8080/files/x.txt" },
  ...{
    total_amount_cents: 123_456_789_01,
    total_due_amount_cents: 0,
    coupons_amount_cents: 100,
    taxes_amount_cents: 19,
  },
  ...{ credit_notes_amount_cents: 3, prepaid_credit_amount_cents: 4 },
  customer: { external_id: text, name: null, applicable_timezone: "UTC" },
  fees: [
    {
      ...{
        item: { name: text, invoice_display_name: text },
        units: "1234567.89",
        precise_unit_amount: "0.000123456789",
      },
      ...{ amount_cents: 123_456_789_01, from_date: "2026-02-01T00:00:00Z", to_date: "2026-02-28T23:59:59Z" },
    },
  ],
});

const billing = (text: string) => ({
  ...{ customers: [customer(text)], customerCount: 2, invoiceCount: 3 },
  invoices: [sampleInvoice(text), { ...sampleInvoice("2"), number: "", status: "draft" }],
});

/** The pages that list what there is, with this text in every place. */
export function overviewPages(text: string) {
  const about = { time: "2026-03-01T10:00:00.000Z", on: "identity", status: 200, ms: 1 } as const;
  const who = { username: text, name: text, email: text, tenant: text, roles: [text, "user"], groups: [text] };
  const base = { realm: text, baseUrl: "http://localhost:8080", billingUrl: "http://localhost:8080" };
  return {
    home: renderHomePage({
      ...{ ...base, users: [who], clock: { nowMs: Date.parse(about.time), offsetMs: 86_400_000 } },
      clients: [{ clientId: text, redirectUris: [text, "http://localhost:65027/*"] }],
      sessions: [{ username: text, clients: ["portal-frontend", text] }],
      requests: [{ ...about, method: text, path: `/${text}`, user: text }],
      billing: billing(text),
    }),
    "empty-home": renderHomePage({
      ...{ ...base, users: [], clock: { nowMs: 0, offsetMs: 0 }, clients: [], sessions: [], requests: [] },
      billing: { customers: [], customerCount: 0, invoices: [], invoiceCount: 0 },
    }),
    invoice: renderInvoicePage({ realm: text, invoice: sampleInvoice(text), apiUrl: `http://localhost/${text}` }),
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
    registered: ["http://localhost:65027/*", long],
  }),
  refused: renderProblemPage({ realm, code: "wrong_method", asked: `GET /${long}`, detail: "POST" }),
};
