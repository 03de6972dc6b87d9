/** Where a token begins, counted from 1. */
export interface HclPlace {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, and where; `parseHcl` catches it. */
export class HclError extends Error {
  readonly at: HclPlace;
  constructor(says: string, at: HclPlace) {
    super(says);
    this.at = at;
  }
}

/** A piece of a text of HCL. */
export interface HclToken extends HclPlace {
  readonly kind: "word" | "text" | "number" | "sign" | "end";
  readonly text: string;
}

const FORMS: readonly (readonly [HclToken["kind"] | "space", RegExp])[] = [
  ["space", /(?:[\s\uFEFF]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y],
  ["text", /"(?:[^"\\\n]|\\.)*"/y],
  ["number", /-?\d+(?:\.\d+)?/y],
  ["word", /[A-Za-z_][\w.-]*/y],
  ["sign", /[{}[\]=,:]/y],
];

/** The pieces of a text, without what stands between them. HclError for what is none. */
export function tokensOf(text: string): readonly HclToken[] {
  const tokens: HclToken[] = [];
  let [at, line, begin] = [0, 1, 0];
  while (at < text.length) {
    const place = { line, column: at - begin + 1 };
    const found = FORMS.map(([kind, form]) => {
      form.lastIndex = at;
      return { kind, match: form.exec(text)?.[0] };
    }).find(({ match }) => match !== undefined);
    if (found?.match === undefined) throw new HclError(strange(text, at), place);
    const { kind, match } = found;
    if (kind !== "space") tokens.push({ kind, text: match, ...place });
    at += match.length;
    const breaks = match.split("\n").length - 1;
    if (breaks > 0) [line, begin] = [line + breaks, at - (match.length - match.lastIndexOf("\n") - 1)];
  }
  return [...tokens, { kind: "end", text: "the end of the file", line, column: at - begin + 1 }];
}

function strange(text: string, at: number): string {
  if (text[at] === '"') return "the text in quotes is not closed on its line";
  if (text.startsWith("/*", at)) return "the comment is not closed";
  if (text.startsWith("<<", at)) return "a heredoc has no place in a policy";
  return `'${text[at]}' has no meaning here`;
}
