/** Markup that is safe to send: made by `html`, which escapes what is put into it, or from a constant of our own. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in an `html` template: text is escaped, markup is kept, lists are joined, undefined leaves nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined;

/** Markup from a template; every text in it is escaped for elements and quoted attributes alike. */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(strings.map((text, at) => text + markupOf(values[at])).join(""));

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

function markupOf(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.toString();
  return typeof value === "object" ? value.join("") : escapeText(String(value));
}
