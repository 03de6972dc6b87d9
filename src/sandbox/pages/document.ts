import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";
import { STYLESHEET } from "./stylesheet.ts";

/** What every page has around its own content. */
export interface PageFrame {
  readonly title: string;
  /** The realm the person is dealing with, shown in the foot. */
  readonly realm: string;
  /** Two columns on a wide screen. */
  readonly wide?: boolean;
}

const styleHash = createHash("sha256").update(STYLESHEET).digest("base64");

/**
 * Headers of every page: no script at all, only the stylesheet whose hash is named, no frames, nothing kept.
 * `form-action` is absent on purpose: browsers apply it to the redirect after a sign-in, which leads to the application.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

const style = new Html(`<style>${STYLESHEET}</style>`);

/** The whole document around this content. */
export function renderDocument(frame: PageFrame, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${frame.title} · avb sandbox</title>
<link rel="icon" href="data:,">
${style}
</head>
<body>
<header class="band"><span><strong>avb sandbox</strong>, not production: these accounts exist on this machine only.</span></header>
<main${frame.wide ? html` class="wide"` : undefined}>
<div class="card">
${content}
</div>
</main>
<footer>Realm <code>${frame.realm}</code>, served by avb on loopback</footer>
</body>
</html>
`.toString();
}
