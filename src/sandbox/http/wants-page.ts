import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether this request wants a page to read rather than JSON, by Keycloak's two rules: what lies outside the sign-in is a page
 * only for those who name `text/html`; the sign-in itself is one for everybody but those who name `application/json` alone.
 */
export function wantsPage({ accept = "*/*" }: IncomingHttpHeaders, where: "anywhere" | "sign-in"): boolean {
  const named = accept.split(",").map((range) => range.split(";")[0]?.trim().toLowerCase() ?? "");
  const page = named.indexOf("text/html");
  const json = named.indexOf("application/json");
  if (page >= 0) return json < 0 || page < json;
  return where === "sign-in" && json < 0;
}
