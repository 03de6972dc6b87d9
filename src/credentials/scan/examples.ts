import { placeholderIn } from "../slips.ts";
import { hasRandomLetters } from "./random-letters.ts";

/** What is written into documentation instead of a value; a value made by chance holds none of it. */
const MARKS: readonly RegExp[] = [
  /example|placeholder|change[-_]?me|redacted|replace[-_]?(?:me|with)|notreal|insert[-_]/i,
  /(?:^|[^A-Za-z0-9])(?:fake|dummy|sample|test|mock|demo|your|foo|bar|todo)(?:[^A-Za-z0-9]|$)/i,
  /012345678|123456789|987654321|abcdefgh|deadbeef|cafebabe|qwerty/i,
  /\.{3}|…|\*{3}|x{6,}|<[^<>]*>|\$\{|\{\{/i,
  /(.)\1{7,}/,
];

/** Fewer characters than these in a long text were typed, not drawn. */
const FEWEST_CHARACTERS = 8;
const LONG = 20;

/** True for what documentation shows in place of a value: `sk-...`, AWS's `AKIAIOSFODNN7EXAMPLE`, runs and sequences. */
export const isExample = (value: string): boolean =>
  MARKS.some((mark) => mark.test(value)) ||
  placeholderIn(value) !== undefined ||
  (value.length >= LONG && new Set(value).size < FEWEST_CHARACTERS);

/** A piece of a program that gives a value, and not the value: `process.env.KEY`, `config["key"]`, `read(file)`. */
const CODE = /^[A-Za-z_$]+[.[(:]|[$%{([]|\)$|:\/\//;
const PATH = /^(?:~|\.{1,2})?\/[\w.-]*\//;
const SHORTEST = 12;
const FEWEST_MIXED = 8;

/**
 * True for a text that nobody would think of: letters and digits, or letters alone in no order, no example, no piece of a program.
 * What begins as a path does is one, unless its letters are in no order.
 */
export const looksDrawn = (value: string): boolean =>
  value.length >= SHORTEST &&
  /[A-Za-z]/.test(value) &&
  !/\s/.test(value) &&
  new Set(value).size >= FEWEST_MIXED &&
  !CODE.test(value) &&
  !isExample(value) &&
  ((/\d/.test(value) && !PATH.test(value)) || hasRandomLetters(value));
