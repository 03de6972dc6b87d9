import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Problem } from "../../src/sandbox/pages/advice.ts";
import { renderProblemPage } from "../../src/sandbox/pages/problem.ts";

const REALM = "agentvoicebox";
const ESCAPES = [
  ["&quot;", '"'],
  ["&#39;", "'"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&amp;", "&"],
] as const;
const plain = (text: string): string =>
  ESCAPES.reduce((whole, [entity, sign]) => whole.replaceAll(entity, sign), text.replace(/<[^>]*>/g, ""));
const shown = (problem: Omit<Problem, "realm">): string => renderProblemPage({ realm: REALM, ...problem });
/** The lines that a page wants in `.devenvrc`. */
const configurationOn = (page: string): unknown => parse(plain(/<pre>(.*?)<\/pre>/s.exec(page)?.[1] ?? ""));

describe("a redirect URI that is not registered", () => {
  const page = shown({
    code: "invalid_redirect_uri",
    clientId: "portal-frontend",
    redirectUri: "http://localhost:3000/callback?a=1",
    registered: ["http://localhost:65027/*"],
  });

  test("is named with its client and with those that are", () => {
    expect(plain(page)).toContain("http://localhost:3000/callback?a=1 is none of portal-frontend's");
    expect(page).toContain("<dt>Registered redirect URIs</dt><dd><code>http://localhost:65027/*</code>");
  });

  test("gives the lines of .devenvrc that register it, and the command that applies them", () => {
    expect(configurationOn(page)).toEqual({
      clients: [{ id: "portal-frontend", redirectUris: ["http://localhost:3000/callback?a=1"] }],
    });
    expect(page).toContain("<code>avb dev seed</code>");
  });

  test("that is missing is asked for, with no lines to paste", () => {
    const without = shown({ code: "invalid_redirect_uri", clientId: "portal-frontend" });
    expect(without).toContain("redirect_uri");
    expect(without).not.toContain("<pre>");
  });
});

test.each(["x: y", '"', "- a", "#", "é\u2028", "yes"])(
  "a client id such as %j cannot change the lines to paste",
  (id) => {
    const page = shown({ code: "invalid_client", clientId: id, redirectUri: "http://localhost/*" });
    expect(configurationOn(page)).toEqual({ clients: [{ id, redirectUris: ["http://localhost/*"] }] });
  },
);

test.each([
  ["invalid_client", { clientId: "shop" }, "Realm agentvoicebox has no client 'shop'."],
  ["invalid_client", {}, "does not say which application it is (client_id)"],
  ["session_not_found", {}, "left alone for half an hour"],
  ["unknown_realm", { asked: "GET /realms/other" }, "/realms/other is not in it"],
  ["unknown_path", { asked: "GET /nothing" }, "no page or endpoint at /nothing"],
  ["wrong_method", { asked: "GET /token", detail: "POST" }, "GET /token is not served; POST is."],
  ["forbidden_host", { detail: "localhost:8080, 127.0.0.1:8080" }, "Use one of these: localhost:8080, 127.0.0.1:8080"],
  ["forbidden_origin", {}, "taken from the sandbox's own pages only"],
  ["unreadable", { detail: "a body may have 9 bytes" }, "a body may have 9 bytes"],
  ["failed", {}, "avb dev logs"],
  ["server_error", {}, "avb dev logs"],
  ["invalid_logout", { detail: "Invalid parameter: id_token_hint" }, "id_token_hint"],
  ["constructor", { detail: "what the server said" }, "The request was refused: what the server said."],
] as const)("%s says its fact in a sentence and what to do", (code, facts, sentence) => {
  const page = shown({ code, ...facts });
  expect(plain(page)).toContain(sentence);
  expect(page).toMatch(/<h2>What to do<\/h2>\n<div class="todo"><p>[^<]/);
  expect(plain(page)).toContain(code);
});
