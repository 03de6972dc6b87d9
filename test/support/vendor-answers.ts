import type { LiveState } from "../../src/domain/live-verdict.ts";
import { goodFor, PEM } from "./credential-samples.ts";
import type { VendorAnswer } from "./vendor-server.ts";

/** Newly made values of each credential that a vendor is asked about. */
export const VENDOR_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  openai: { api_key: goodFor("openai-key") },
  anthropic: { api_key: goodFor("anthropic-key") },
  sendgrid: { api_key: goodFor("sendgrid-key") },
  "google-oauth": { client_id: goodFor("google-client-id"), client_secret: goodFor("google-client-secret") },
  "github-app": { app_id: "1234567", private_key: PEM.pkcs1 },
  jira: { email: "bot@qualisys.io", api_token: goodFor("jira-token"), base_url: "https://qualisys.atlassian.net" },
  slack: { webhook_url: goodFor("slack-webhook") },
  "paypal-sandbox": { client_id: goodFor("paypal-client-id"), client_secret: goodFor("paypal-client-secret") },
};

const CLOUD = { cloudId: "11223344-a1b2-3b33-c444-def123456789" };
const html: VendorAnswer = [200, "<html>Sign in to the network</html>"];
const NOT_AT_SITE: VendorAnswer = [401, "Client must be authenticated to access this resource."];
const RIGHT = { contents: "read", pull_requests: "write", statuses: "write", checks: "write", members: "read" };

const openaiSays = (code: string, message = "") => ({ error: { code, message, type: "invalid_request_error" } });
const sendgridSays = (message: string) => ({ errors: [{ field: null, message }] });
const app = (permissions: object) => ({ id: 1234567, slug: "qualisys", permissions });

/** A vendor's documented answers, and answers that are not theirs: what each means. */
export const VENDOR_ANSWERS: readonly (readonly [string, string, LiveState, RegExp, readonly VendorAnswer[]])[] = [
  ["openai", "a list", "valid", /is taken/, [[200, { object: "list", data: [] }]]],
  ["openai", "an unknown key", "invalid", /not known/, [[401, openaiSays("invalid_api_key")]]],
  ...[401, 403].map(
    (status) =>
      [
        ...(["openai", `a restricted key (${status})`, "restricted", /may not list models/] as const),
        [[status, openaiSays("", "You have insufficient permissions. Missing scopes: api.model.read.")]],
      ] as const,
  ),
  ["openai", "no quota", "valid", /quota is used up/, [[429, openaiSays("insufficient_quota")]]],
  ["openai", "too many requests", "valid", /too often/, [[429, openaiSays("rate_limit_exceeded")]]],
  ["openai", "a 401 of another kind", "indeterminate", /401/, [[401, openaiSays("ip_not_authorized")]]],
  ["openai", "a proxy's 401", "indeterminate", /401 \(text\/html\)/, [[401, "<html>invalid_api_key</html>"]]],
  ["openai", "a list of something else", "indeterminate", /200/, [[200, ["data"]]]],
  ["anthropic", "a list", "valid", /is taken/, [[200, { data: [], has_more: false }]]],
  ["anthropic", "an unknown key", "invalid", /not known/, [[401, { type: "error", error: {} }]]],
  ["anthropic", "404", "invalid", /not known/, [[404, { type: "error", error: {} }]]],
  ["anthropic", "400", "indeterminate", /400/, [[400, { type: "error", error: {} }]]],
  ["anthropic", "overloaded, twice", "indeterminate", /529/, [[529, { type: "error", error: {} }]]],
  [
    "anthropic",
    "overloaded, once",
    "valid",
    /is taken/,
    [
      [529, {}],
      [200, { data: [] }],
    ],
  ],
  ["sendgrid", "its scopes", "valid", /is taken/, [[200, { scopes: ["mail.send", "2fa_required"] }]]],
  ["sendgrid", "an unknown key", "invalid", /not known/, [[401, sendgridSays("authorization required")]]],
  ["sendgrid", "a narrower key", "restricted", /may not read/, [[403, sendgridSays("access forbidden")]]],
  ["sendgrid", "a firewall's 403", "indeterminate", /403 \(text\/html\)/, [[403, "<html>Denied</html>"]]],
  ["google-oauth", "invalid_grant", "valid", /is known/, [[400, { error: "invalid_grant" }]]],
  ["google-oauth", "invalid_client", "invalid", /not known/, [[401, { error: "invalid_client" }]]],
  ["google-oauth", "redirect_uri_mismatch", "valid", /redirect URI/, [[400, { error: "redirect_uri_mismatch" }]]],
  ["google-oauth", "unauthorized_client", "restricted", /may not/, [[400, { error: "unauthorized_client" }]]],
  ["google-oauth", "a token after all", "indeterminate", /200/, [[200, { access_token: "x" }]]],
  ["github-app", "the App", "valid", /belong together/, [[200, app({ ...RIGHT, metadata: "read" })]]],
  [
    "github-app",
    "another App's key",
    "invalid",
    /do not belong/,
    [[401, { message: "A JSON web token could not be decoded" }]],
  ],
  ["github-app", "no such App", "invalid", /not there/, [[404, { message: "Integration not found" }]]],
  [
    ...(["github-app", "a clock that differs", "indeterminate", /clock/] as const),
    [[401, { message: "'Expiration time' claim ('exp') is too far in the future" }]],
  ],
  ["github-app", "a limit", "indeterminate", /403/, [[403, { message: "API rate limit exceeded" }]]],
  ["jira", "an account", "valid", /^is taken$/, [[200, { accountId: "5b10" }]]],
  [
    "jira",
    "a token with scopes",
    "valid",
    /api\.atlassian\.com alone/,
    [NOT_AT_SITE, [200, CLOUD], [200, { accountId: "5b10" }]],
  ],
  [
    ...(["jira", "a token with other scopes", "restricted", /may not read/] as const),
    [NOT_AT_SITE, [200, CLOUD], [401, { code: 401, message: "Unauthorized; scope does not match" }]],
  ],
  [
    "jira",
    "both hosts refuse",
    "invalid",
    /neither/,
    [NOT_AT_SITE, [200, CLOUD], [401, { code: 401, message: "Unauthorized" }]],
  ],
  ["jira", "no cloud id", "indeterminate", /404/, [NOT_AT_SITE, [404, "Not found"]]],
  ["jira", "a cloud id that is a path", "indeterminate", /cloud id/, [NOT_AT_SITE, [200, { cloudId: "../../x" }]]],
  ["jira", "no such site", "indeterminate", /404/, [[404, "<html>Site not found</html>"]]],
  ["slack", "invalid_payload", "valid", /nothing was posted/, [[400, "invalid_payload"]]],
  ["slack", "invalid_token", "invalid", /dead/, [[400, "invalid_token"]]],
  ["slack", "no_service", "invalid", /dead/, [[404, "no_service"]]],
  ["slack", "403", "invalid", /dead/, [[403, "invalid_token"]]],
  ["slack", "an archived channel", "restricted", /archived/, [[410, "channel_is_archived"]]],
  ["slack", "a proxy's 403", "indeterminate", /403/, [[403, "<html>Denied</html>"]]],
  ["slack", "ok to what cannot be read", "indeterminate", /200/, [[200, "ok"]]],
  ["paypal-sandbox", "a token", "valid", /is taken/, [[200, { access_token: "A21", expires_in: 32400 }]]],
  ["paypal-sandbox", "an unknown pair", "invalid", /not known/, [[401, { error: "invalid_client" }]]],
  ["paypal-sandbox", "a token of nobody's", "indeterminate", /200/, [[200, { token: "A21" }]]],
  ...["openai", "anthropic", "sendgrid", "google-oauth", "github-app", "jira", "slack", "paypal-sandbox"].flatMap(
    (id) => [
      ...([
        [id, "a page of the network's", "indeterminate", /200 \(text\/html\)/, [html]],
        [id, "200 with ok: false", "indeterminate", /200/, [[200, { ok: false }]]],
        [id, "a redirect", "indeterminate", /302/, [[302, "", { location: "http://127.0.0.1:1/" }]]],
        [id, "trouble", "indeterminate", /503/, [[503, "<html>Busy</html>"]]],
        [id, "nothing in time", "indeterminate", /no answer within 300 ms/, ["slow"]],
        [id, "half an answer", "indeterminate", /broke off/, ["cut"]],
        [id, "a closed connection", "indeterminate", /broke off/, ["hang up"]],
      ] as const),
    ],
  ),
];
