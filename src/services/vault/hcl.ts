import { HclError, type HclPlace, type HclToken, tokensOf } from "./hcl-tokens.ts";

/** Something that is wrong with a text of HCL. */
export interface HclProblem extends HclPlace {
  /** A clause without a full stop. */
  readonly says: string;
}

/** A value of HCL: texts, numbers and flags as they are, lists, and maps as their entries. */
export type HclValue = string | number | boolean | readonly HclValue[] | HclBody;

/** `key = value`, or `key "label" { … }`. */
export interface HclEntry extends HclPlace {
  readonly key: string;
  readonly labels: readonly string[];
  readonly value: HclValue;
}

/** The entries of a file or of a block, in their order. */
export interface HclBody {
  readonly entries: readonly HclEntry[];
}

/** Reads a text of HCL as Vault's policies are written; what follows the first problem is not looked at. */
export function parseHcl(text: string): HclBody | HclProblem {
  try {
    const reader = new Reader(tokensOf(text));
    const body = reader.body("end");
    return body;
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    return { says: error.message, ...error.at };
  }
}

/** One pass over the tokens, by recursive descent. */
class Reader {
  readonly #tokens: readonly HclToken[];
  #at = 0;

  constructor(tokens: readonly HclToken[]) {
    this.#tokens = tokens;
  }

  body(until: "end" | "}"): HclBody {
    const entries: HclEntry[] = [];
    while (!this.#isAt(until)) entries.push(this.#entry());
    this.#at += 1;
    return { entries };
  }

  #entry(): HclEntry {
    const key = this.#take();
    if (key.kind !== "word" && key.kind !== "text") throw wanted("a name", key);
    const labels: string[] = [];
    while (this.#peek().kind === "text") labels.push(plain(this.#take()));
    const place = { line: key.line, column: key.column };
    const next = this.#take();
    if (next.text === "{" && next.kind === "sign")
      return this.#ended({ key: plain(key), labels, value: this.body("}"), ...place });
    if ((next.text !== "=" && next.text !== ":") || labels.length > 0)
      throw wanted(labels.length > 0 ? "'{'" : "'=' or '{'", next);
    return this.#ended({ key: plain(key), labels, value: this.#value(), ...place });
  }

  /** Entries of a map on one line have commas between them. */
  #ended(entry: HclEntry): HclEntry {
    if (this.#isAt(",")) this.#at += 1;
    return entry;
  }

  #value(): HclValue {
    const token = this.#take();
    if (token.kind === "text") return plain(token);
    if (token.kind === "number") return Number(token.text);
    if (token.text === "true" || token.text === "false") return token.text === "true";
    if (token.text === "{" && token.kind === "sign") return this.body("}");
    if (token.text === "[" && token.kind === "sign") return this.#list();
    throw wanted("a value", token);
  }

  #list(): readonly HclValue[] {
    const items: HclValue[] = [];
    while (!this.#isAt("]")) {
      items.push(this.#value());
      if (this.#isAt(",")) this.#at += 1;
      else if (!this.#isAt("]")) throw wanted("',' or ']'", this.#peek());
    }
    this.#at += 1;
    return items;
  }

  #peek(): HclToken {
    return this.#tokens[this.#at] ?? { kind: "end", text: "the end of the file", line: 1, column: 1 };
  }

  #take(): HclToken {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #isAt(text: "end" | "}" | "]" | ","): boolean {
    const token = this.#peek();
    return text === "end" ? token.kind === "end" : token.kind === "sign" && token.text === text;
  }
}

const wanted = (what: string, { text, line, column }: HclToken): HclError =>
  new HclError(`${what} is wanted, and ${text.length > 40 ? "something else" : text} is there`, { line, column });

/** A text without its quotes and with its escapes read. */
function plain({ kind, text }: HclToken): string {
  if (kind !== "text") return text;
  return text.slice(1, -1).replace(/\\(.)/g, (_whole, sign: string) => ({ n: "\n", t: "\t", r: "\r" })[sign] ?? sign);
}
