import type { TrustView } from "../domain/trust.ts";

/** What a person reads before they allow it: every effect, marked where it is new or gone. */
export function trustPage(view: TrustView): string {
  if (view.effects.length === 0) return `${view.root}: no file here asks for anything that needs trust.`;
  const mark = (effect: string) => (view.added.includes(effect) ? "+" : " ");
  return [
    `${view.root} ${view.trusted ? "is trusted; its files" : "is not trusted; its files would"} make avb:`,
    ...view.effects.map((effect) => `  ${mark(effect)} ${effect}`),
    ...view.removed.map((effect) => `  - ${effect}`),
    "",
    "Files this covers:",
    ...view.files.map((file) => `    ${file}`),
    "",
    `In CI: AVB_TRUST=${view.hash}`,
  ].join("\n");
}
