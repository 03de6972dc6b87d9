import { type Browser, chromium, type Page } from "playwright-core";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-software-rasterizer",
  "--in-process-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The machine's own Chromium, without a window; it talks to nobody but the pages it is given. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.AVB_CHROMIUM ?? "/usr/bin/chromium", args: ARGS });

/** What a page complained of since it was watched: console errors, uncaught errors, policy violations, failed requests. */
export function watchPage(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") complaints.push(`request: ${request.url()} ${why}`);
  });
  return complaints;
}

/** A text that is hard to read, with its contrast (WCAG 2.2, 1.4.3). */
export interface FaintText {
  readonly text: string;
  readonly contrast: number;
}

/** Every visible text of the page whose contrast with what lies behind it is below 4.5. */
export const faintTexts = (page: Page): Promise<readonly FaintText[]> => page.evaluate(FAINT_TEXTS);

// Runs in the page: it is text because it has the browser's globals and not ours.
const FAINT_TEXTS = `(() => {
  const parse = (css) => { const [r, g, b, a = 1] = css.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (v) => { const c = v / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const behind = (element) => {
    if (element === null) return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0, 1] : [255, 255, 255, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const faint = [];
  const judge = (element, text) => {
    const box = element.getBoundingClientRect();
    if (text.trim() === "" || box.width <= 1) return;
    const back = behind(element);
    const [a, b] = [luminance(over(parse(getComputedStyle(element).color), back)), luminance(back)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) faint.push({ text: text.trim(), contrast: Math.round(contrast * 100) / 100 });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) judge(walker.currentNode.parentElement, walker.currentNode.data);
  for (const input of document.querySelectorAll("input:not([type=hidden])")) judge(input, input.value || "x");
  return faint;
})()`;
